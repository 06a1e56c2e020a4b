using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Runs the first and every later key exchange of a connection (RFC 4253, sections 7 to 9; RFC 8308; OpenSSH's strict key
/// exchange). All but <see cref="Start"/> is called by the input loop alone.
/// </summary>
internal sealed class KeyExchanger(TransportSettings settings, PacketInput input, PacketOutput output, TimeProvider timeProvider) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RekeyAllowance _allowance = new(timeProvider);
    private readonly ExchangeTraffic _traffic = new(settings.MaxExchangeBytes);
    private readonly HostKeyPin _hostKey = new(settings.VerifyHostKey);
    private byte[]? _ownInit;
    private byte[] _peerInit = [];
    private long _changedAt = timeProvider.GetTimestamp();
    private long _startedAt;
    private bool _isStrict;
    private bool _peerWantsExtensionInfo;
    private bool _ignoreNext;
    private NegotiatedAlgorithms? _algorithms;
    private KeyExchange? _method;
    private byte[] _clientValue = [];
    private PacketOpener? _nextOpener;

    /// <summary>The peer's identification line. Set before the first message is handled.</summary>
    public string PeerIdent { get; set; } = string.Empty;

    /// <summary>H of the first exchange.</summary>
    public byte[] SessionId { get; private set; } = [];

    /// <summary>The server's key as its signature proved it; null before and on the server.</summary>
    public SshPublicKey? HostKey => _hostKey.Key;

    public ExchangeState State { get; private set; }

    /// <summary>Whether no exchange has been completed yet.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>Whether, in this exchange, nothing but its own messages may arrive.</summary>
    public bool IsStrictNow => IsFirst && _isStrict;

    /// <summary>The algorithms of the last exchange, for the log.</summary>
    public NegotiatedAlgorithms? Algorithms => _algorithms;

    /// <summary>How long the present keys have been in use.</summary>
    public TimeSpan KeysAge => timeProvider.GetElapsedTime(Volatile.Read(ref _changedAt));

    /// <summary>How long an exchange has been running; zero when none is.</summary>
    public TimeSpan Running
    {
        get
        {
            lock (_gate)
            {
                return _ownInit is null ? TimeSpan.Zero : timeProvider.GetElapsedTime(_startedAt);
            }
        }
    }

    /// <summary>
    /// Whether this side has sent its KEXINIT and the peer has not changed its keys yet. While it is false, the peer, which changes them only after that
    /// KEXINIT, has sent nothing under others.
    /// </summary>
    public bool IsStarted => Volatile.Read(ref _ownInit) is not null;

    private byte[] OwnInit => _ownInit ?? throw new InvalidOperationException("No key exchange is running.");

    /// <summary>Starts an exchange unless one is running. Any thread.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_ownInit is null)
            {
                byte[] init = KeyExchangeInit.Write(settings.Offer, settings.IsServer, IsFirst);
                _startedAt = timeProvider.GetTimestamp();
                output.BeginExchange(init);
                _ownInit = init;
            }
        }
    }

    /// <summary>Counts a packet of any kind that arrived; before it is handled.</summary>
    /// <exception cref="SshException">Too many came since this side wanted new keys.</exception>
    public void CountReceived(int bytes)
    {
        if (IsStarted)
        {
            _traffic.Add(bytes);
        }
    }

    /// <summary>Handles a message of the range 20 to 49.</summary>
    /// <returns>Whether the first exchange is now complete.</returns>
    public async ValueTask<bool> HandleAsync(SshMessage message, ReadOnlyMemory<byte> payload, bool isRunning, CancellationToken cancellationToken)
    {
        switch (State, message)
        {
            case (ExchangeState.Idle, SshMessage.KeyExchangeInit):
                HandleInit(payload.Span, isRunning);
                return false;
            case (ExchangeState.Method, >= SshMessage.ExchangeRequest) when _ignoreNext:
                _ignoreNext = false;
                return false;
            case (ExchangeState.Method, SshMessage.GroupExchangeRequest) when settings.IsServer && _method is GroupExchange { HasGroup: false } exchange:
                output.SendUnheld(exchange.AnswerRequest(payload.Span));
                return false;
            case (ExchangeState.Method, SshMessage.ExchangeReply) when !settings.IsServer && _method is GroupExchange { HasGroup: false } exchange:
                exchange.TakeGroup(payload.Span);
                SendClientValue();
                return false;
            case (ExchangeState.Method, _) when settings.IsServer && message == _method!.InitMessage:
                HandleRequest(payload.Span);
                return false;
            case (ExchangeState.Method, _) when !settings.IsServer && message == _method!.ReplyMessage:
                await HandleReplyAsync(payload, cancellationToken);
                return false;
            case (ExchangeState.NewKeys, SshMessage.NewKeys):
                return HandleNewKeys(payload.Span);
            default:
                throw SshException.Protocol($"Message {(byte)message} has no place here: the key exchange waits for {State}.");
        }
    }

    public void Dispose()
    {
        _method?.Dispose();
        _nextOpener?.Dispose();
    }

    private void HandleInit(ReadOnlySpan<byte> payload, bool isRunning)
    {
        if (!IsFirst)
        {
            if (!isRunning)
            {
                throw SshException.Protocol("A second key exchange before the login is not accepted.");
            }

            if (!IsStarted && !_allowance.TryUse(input.BytesSinceKeys + output.BytesSinceKeys))
            {
                throw SshException.Protocol("The peer starts key exchanges more often than is accepted.");
            }
        }

        KeyExchangeInit peer = KeyExchangeInit.Read(payload);
        if (IsFirst)
        {
            _isStrict = peer.KeyExchanges.Contains(settings.IsServer ? KeyExchangeInit.StrictClient : KeyExchangeInit.StrictServer);
            _peerWantsExtensionInfo = peer.KeyExchanges.Contains(settings.IsServer ? KeyExchangeInit.ExtensionInfoClient : KeyExchangeInit.ExtensionInfoServer);

            // This packet has been counted already.
            if (_isStrict && input.Sequence != 1)
            {
                throw SshException.Protocol("Strict key exchange: KEXINIT was not the first packet.");
            }
        }

        Start();
        _peerInit = payload.ToArray();
        _algorithms = NegotiatedAlgorithms.Negotiate(settings.Offer, peer, settings.IsServer, _isStrict);
        _ignoreNext = peer.FirstPacketFollows
            && (peer.KeyExchanges[0] != settings.Offer.KeyExchanges[0] || peer.HostKeys[0] != settings.Offer.HostKeys[0]);
        _method = SshAlgorithms.CreateKeyExchange(_algorithms.KeyExchange);
        State = ExchangeState.Method;
        if (settings.IsServer)
        {
            return;
        }

        if (_method is GroupExchange exchange)
        {
            output.SendUnheld(exchange.CreateRequest());
        }
        else
        {
            SendClientValue();
        }
    }

    private void SendClientValue()
    {
        _clientValue = _method!.CreateClientInit();
        using var writer = new SshWriter(stackalloc byte[512]);
        writer.WriteByte((byte)_method.InitMessage);
        writer.WriteString(_clientValue);
        output.SendUnheld(writer.Written);
    }

    private void HandleRequest(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload[1..]);
        ReadOnlySpan<byte> clientValue = reader.ReadString(SshReader.MaxMpint);
        reader.ExpectEnd();

        string algorithm = _algorithms!.HostKey;
        SshPrivateKey key = settings.HostKeys.First(k => k.PublicKey.Supports(algorithm));
        (byte[] serverValue, byte[] secret) = _method!.RespondAsServer(clientValue);
        ReadOnlySpan<byte> blob = key.PublicKey.Blob.Span;
        byte[] hash = ExchangeHash.Compute(
            _method.Hash, PeerIdent, settings.Ident, _peerInit, OwnInit, blob, _method.HashedFields, clientValue, serverValue, secret);

        using var writer = new SshWriter(stackalloc byte[1024]);
        writer.WriteByte((byte)_method.ReplyMessage);
        writer.WriteString(blob);
        writer.WriteString(serverValue);
        writer.WriteString(key.SignAs(algorithm, hash));
        output.SendUnheld(writer.Written);
        ChangeOutgoingKeys(hash, secret);
    }

    private async ValueTask HandleReplyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        (SshPublicKey key, byte[] hash, byte[] secret) = VerifyReply(payload.Span);
        await _hostKey.VerifyAsync(key, cancellationToken);
        ChangeOutgoingKeys(hash, secret);
    }

    private (SshPublicKey Key, byte[] Hash, byte[] Secret) VerifyReply(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload[1..]);
        ReadOnlySpan<byte> blob = reader.ReadString(64 * 1024);
        ReadOnlySpan<byte> serverValue = reader.ReadString(SshReader.MaxMpint);
        ReadOnlySpan<byte> signature = reader.ReadString(64 * 1024);
        reader.ExpectEnd();

        SshPublicKey key = SshPublicKey.Parse(blob);
        string algorithm = _algorithms!.HostKey;
        byte[] secret = _method!.FinishAsClient(serverValue);
        byte[] hash = ExchangeHash.Compute(
            _method.Hash, settings.Ident, PeerIdent, OwnInit, _peerInit, blob, _method.HashedFields, _clientValue, serverValue, secret);
        if (!key.VerifyAs(algorithm, hash, signature))
        {
            throw new SshException(
                SshFailure.HostKeyRefused,
                SshDisconnectReason.KeyExchangeFailed,
                $"The server could not prove that it holds its host key {key}.");
        }

        return (key, hash, secret);
    }

    private void ChangeOutgoingKeys(byte[] hash, byte[] secret)
    {
        if (IsFirst)
        {
            SessionId = hash;
        }

        using var keys = new SessionKeys(_method!.Hash, secret, hash, SessionId);
        _nextOpener = keys.CreateOpener(_algorithms!, settings.IsServer);
        PacketSealer sealer = keys.CreateSealer(_algorithms!, settings.IsServer);
        byte[] extensions = settings.IsServer && IsFirst && _peerWantsExtensionInfo
            ? ExtensionInfo.Write(settings.Offer.UserKeys)
            : [];
        State = ExchangeState.NewKeys;
        output.EndExchange(sealer, _isStrict, extensions);
    }

    private bool HandleNewKeys(ReadOnlySpan<byte> payload)
    {
        new SshReader(payload[1..]).ExpectEnd();
        input.ChangeKeys(_nextOpener!, _isStrict);
        _nextOpener = null;
        _method!.Dispose();
        _method = null;
        State = ExchangeState.Idle;
        _traffic.Reset();
        bool wasFirst = IsFirst;
        lock (_gate)
        {
            IsFirst = false;
            Volatile.Write(ref _changedAt, timeProvider.GetTimestamp());
            _ownInit = null;
        }

        return wasFirst;
    }
}
