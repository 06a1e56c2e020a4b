using System.Collections.Immutable;
using ActorMft.Ssh.Quirks;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// A connection of either side: one input loop that handles messages in order, one output loop that sends what has gathered,
/// and one end, whoever causes it.
/// </summary>
internal sealed partial class SshTransport : IAsyncDisposable
{
    /// <summary>How long the last messages may take to leave.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long the loops may take to end once nothing is sent any more.</summary>
    private static readonly TimeSpan s_abortLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>Packets before the first keys are in use. Four are needed; others are idle talk.</summary>
    private const uint MaxPacketsBeforeKeys = 256;

    /// <summary>Packets between the first keys and the login. An agent full of keys needs two for each; the rest is idle talk.</summary>
    private const uint MaxPacketsBeforeLogin = 1024;

    private readonly Stream _stream;
    private readonly TransportSettings _settings;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly PacketInput _input;
    private readonly KeyExchanger _exchanger;
    private PeerQuirks _quirks;
    private readonly IConnectionHandler _handler;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private volatile int _phase = (int)SshPhase.FirstKeyExchange;
    private ImmutableHashSet<string> _legacySignatures = [];
    private SshException? _failure;
    private ConnectionUpkeep? _upkeep;
    private bool _isAllHandled;
    private long _sentBefore;

    /// <param name="id">For the log.</param>
    /// <param name="stream">Owned.</param>
    /// <param name="settings">Of this side.</param>
    /// <param name="createHandler">Makes what runs on top.</param>
    /// <param name="logger">Takes the connection's log.</param>
    /// <param name="timeProvider">Measures all times.</param>
    public SshTransport(
        long id,
        Stream stream,
        TransportSettings settings,
        Func<SshTransport, IConnectionHandler> createHandler,
        ILogger logger,
        TimeProvider timeProvider)
    {
        Id = id;
        _stream = stream;
        _settings = settings;
        _logger = logger;
        _timeProvider = timeProvider;
        _input = new PacketInput(stream, timeProvider);
        Output = new PacketOutput(stream, settings.RekeyBytes);
        _exchanger = new KeyExchanger(settings, _input, Output, timeProvider);
        Output.RekeyDue = _exchanger.Start;
        Output.HeldTooMuch = failure => End(failure, tellPeer: true);
        _handler = createHandler(this);
    }

    public long Id { get; }

    public PacketOutput Output { get; }

    /// <summary>
    /// Completes when the connection has ended and everything of it is released, but for the memory of a loop that doesn't return because
    /// what it runs blocks: that is released when it does. Never faults.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>Why the connection ended, or null while it lives.</summary>
    public SshException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public string PeerIdent => _exchanger.PeerIdent;

    public KeyExchanger Exchange => _exchanger;

    public AlgorithmOffer Offer => _settings.Offer;

    /// <summary>The legacy algorithms that this connection uses, for the log.</summary>
    public IReadOnlyList<string> LegacyAlgorithms => [.. (_exchanger.Algorithms?.Legacy ?? []).Union(_legacySignatures)];

    /// <summary>What the peer verifies (RFC 8308, section 3.1), or null if it didn't say.</summary>
    public IReadOnlyList<string>? PeerSignatureAlgorithms { get; private set; }

    public SshPhase Phase
    {
        get => (SshPhase)_phase;
        set
        {
            _phase = (int)value;
            if (value == SshPhase.Running)
            {
                _input.MaxPacket = PacketInput.MaxPacketAfterLogin;
            }
        }
    }

    /// <summary>Starts the loops and waits for the login.</summary>
    /// <param name="login">Completes at the login; faults with the connection's failure.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="late">What is said when it takes longer.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="SshException">The connection has ended, and everything is released.</exception>
    /// <exception cref="OperationCanceledException">As asked; everything is released.</exception>
    public async Task RunUntilAsync(Task login, TimeSpan limit, string late, CancellationToken cancellationToken)
    {
        _ = RunAsync();
        try
        {
            await login.WaitAsync(limit, _timeProvider, cancellationToken);
        }
        catch (TimeoutException e)
        {
            TimeOut(late);
            await Completion;
            throw new SshException(SshFailure.Timeout, late, e);
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(SshDisconnectReason.ByApplication, "The login was cancelled.");
            throw;
        }
        catch (SshException)
        {
            await Completion;
            throw;
        }
    }

    /// <summary>A key of a user was accepted with this signature algorithm.</summary>
    public void NoteSignature(string algorithm)
    {
        if (Algorithms.LegacyAlgorithms.Contains(algorithm))
        {
            _legacySignatures = _legacySignatures.Add(algorithm);
        }
    }

    /// <summary>Ends the connection; only the first call counts.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="tellPeer">Whether DISCONNECT is sent.</param>
    public void End(SshException failure, bool tellPeer)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return;
            }

            _failure = failure;
        }

        if (tellPeer)
        {
            SshDisconnectReason reason = failure.DisconnectReason == SshDisconnectReason.None
                ? SshDisconnectReason.ByApplication
                : failure.DisconnectReason;
            Output.SendUnheld(DisconnectMessage.Write(reason, failure.Message));
            Output.Complete(failure);
        }
        else
        {
            Output.Fail(failure);
        }

        Log.Ended(_logger, Id, failure.Reason, failure.Message);
        _handler.OnEnded(failure);
        _ = _stopping.CancelAsync();
        _ended.TrySetResult();
    }

    /// <summary>Tells the peer, and waits until everything is released. May be called twice.</summary>
    public async ValueTask CloseAsync(SshDisconnectReason reason, string message)
    {
        End(new SshException(SshFailure.Closed, reason, message), tellPeer: true);
        await Completion;
    }

    public ValueTask DisposeAsync() => CloseAsync(SshDisconnectReason.ByApplication, "Closed.");

    /// <summary>An ending by this side's own limit of time.</summary>
    public void TimeOut(string message) => End(new SshException(SshFailure.Timeout, SshDisconnectReason.ByApplication, message), tellPeer: true);

    private async Task RunAsync()
    {
        // Nothing of the caller runs on; its stack is not ours.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var abort = new CancellationTokenSource();
        var loops = Task.WhenAll(RunOutputAsync(abort.Token), RunInputAsync());
        await _ended.Task;
        if (!await EndsWithinAsync(loops, s_drainLimit))
        {
            await abort.CancelAsync();
            if (!await EndsWithinAsync(loops, s_abortLimit))
            {
                // What the loops run may block, in a dead file system for example. The peer must not wait for that, nor who closes.
                Log.LeftBehind(_logger, Id);
            }
        }

        if (_upkeep is not null)
        {
            await _upkeep.DisposeAsync();
        }

        await LingeringClose.CloseAsync(_stream);
        _ = ReleaseAfterAsync(loops, abort);
        _completion.SetResult();
    }

    private async Task<bool> EndsWithinAsync(Task loops, TimeSpan limit)
    {
        try
        {
            await loops.WaitAsync(limit, _timeProvider, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Gives back what the loops use, once they don't: at once, unless one of them was left behind.</summary>
    private async Task ReleaseAfterAsync(Task loops, CancellationTokenSource abort)
    {
        await loops;
        Output.Dispose();
        _input.Dispose();
        _exchanger.Dispose();
        abort.Dispose();
    }

    private async Task RunOutputAsync(CancellationToken abort)
    {
        try
        {
            await Output.RunAsync(abort);
        }
        catch (Exception e)
        {
            End(new SshException(SshFailure.ConnectionLost, $"Sending to the peer failed: {e.Message}", e), tellPeer: false);
        }
    }

    private async Task RunInputAsync()
    {
        // What arrives is handled here as far as it comes without waiting; the caller has to be able to end it meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            _exchanger.PeerIdent = await VersionExchange.RunAsync(_input, Output, _settings.Ident, _settings.IsServer, Stopping);
            _quirks = KnownQuirks.Of(PeerIdent);
            Log.Identified(_logger, Id, PeerIdent, _quirks);
            _exchanger.Start();
            while (!Stopping.IsCancellationRequested)
            {
                await HandleArrived();
                if (Output.IsCongested)
                {
                    await Output.WhenUncongested();
                }
                else if (_isAllHandled)
                {
                    long sent = Output.BytesSent;
                    await _input.FillAsync(sent - _sentBefore, Stopping);
                    _sentBefore = sent;
                }
            }
        }
        catch (SshException e)
        {
            End(e, tellPeer: e.Reason is not (SshFailure.ConnectionLost or SshFailure.Disconnected));
        }
        catch (Exception e) when (IsStreamFailure(e))
        {
            // Also where a read was cancelled because the connection ends; then the first failure stands.
            End(new SshException(SshFailure.ConnectionLost, $"Receiving from the peer failed: {e.Message}", e), tellPeer: false);
        }
        catch (Exception e)
        {
            Log.Unexpected(_logger, Id, e);
            End(new SshException(SshFailure.Closed, "Handling a message failed.", e), tellPeer: true);
        }
    }

    /// <summary>Handles the packets that have arrived, up to one that has to be waited for. What they cause to be sent leaves together.</summary>
    private ValueTask HandleArrived()
    {
        _isAllHandled = false;
        Output.BeginBatch();
        try
        {
            while (!Output.IsCongested && !Stopping.IsCancellationRequested)
            {
                if (!_input.TryReadPacket(out ReadOnlyMemory<byte> payload))
                {
                    _isAllHandled = true;
                    break;
                }

                _exchanger.CountReceived(payload.Length);
                ValueTask handling = DispatchAsync(payload);
                if (_input.BytesSinceKeys >= _settings.RekeyBytes && !_exchanger.IsFirst)
                {
                    _exchanger.Start();
                }

                if (!handling.IsCompletedSuccessfully)
                {
                    return handling;
                }
            }

            return default;
        }
        finally
        {
            if (_input.Block is { } block)
            {
                _handler.EndBatch(block);
            }

            Output.EndBatch();
        }
    }

    private ValueTask DispatchAsync(ReadOnlyMemory<byte> payload)
    {
        var message = (SshMessage)payload.Span[0];
        if (message is >= SshMessage.KeyExchangeInit and < SshMessage.UserAuthRequest)
        {
            return HandleExchangeAsync(message, payload);
        }

        bool isTransport = message is >= SshMessage.Disconnect and <= SshMessage.Debug;
        bool isExchanging = _exchanger.State != ExchangeState.Idle;
        bool mayTalk = isTransport || (Phase == SshPhase.Running && _quirks.HasFlag(PeerQuirks.TalksDuringExchange));
        if ((isExchanging && !mayTalk) || (_exchanger.IsStrictNow && message != SshMessage.Disconnect))
        {
            throw SshException.Protocol($"Message {(byte)message} came during a key exchange.");
        }

        if (_exchanger.IsFirst && _input.Sequence > MaxPacketsBeforeKeys)
        {
            throw SshException.Protocol($"More than {MaxPacketsBeforeKeys} packets came before the keys.");
        }

        if (Phase != SshPhase.Running && !_exchanger.IsFirst && _input.PacketsSinceKeys > MaxPacketsBeforeLogin)
        {
            throw SshException.Protocol($"More than {MaxPacketsBeforeLogin} packets came before the login.");
        }

        switch (MessageRules.Judge(message, Phase, _settings.IsServer))
        {
            case MessageVerdict.Handle when isTransport:
                HandleTransportMessage(message, payload.Span);
                return default;
            case MessageVerdict.Handle when message == SshMessage.ExtensionInfo:
                PeerSignatureAlgorithms = ExtensionInfo.ReadSignatureAlgorithms(payload.Span) ?? PeerSignatureAlgorithms;
                return default;
            case MessageVerdict.Handle:
                return _handler.HandleAsync(message, payload, Stopping);
            case MessageVerdict.Ignore:
                return default;
            case MessageVerdict.Unimplemented:
                SendUnimplemented();
                return default;
            default:
                throw SshException.Protocol($"Message {(byte)message} is not allowed in the phase {Phase}.");
        }
    }

    private async ValueTask HandleExchangeAsync(SshMessage message, ReadOnlyMemory<byte> payload)
    {
        bool isFirstDone = await _exchanger.HandleAsync(message, payload, Phase == SshPhase.Running, Stopping);
        if (message == SshMessage.NewKeys && _exchanger.Algorithms is { } algorithms)
        {
            Log.KeysExchanged(
                _logger,
                Id,
                algorithms.KeyExchange,
                algorithms.HostKey,
                algorithms.CipherToServer,
                algorithms.MacToServer ?? "-",
                algorithms.CipherToClient,
                algorithms.MacToClient ?? "-");
        }

        if (isFirstDone)
        {
            Phase = SshPhase.Service;
            _upkeep = new ConnectionUpkeep(this, _settings, _input, _timeProvider);
            _handler.OnKeysExchanged();
        }
    }

    private void HandleTransportMessage(SshMessage message, ReadOnlySpan<byte> payload)
    {
        switch (message)
        {
            case SshMessage.Disconnect:
                throw DisconnectMessage.Read(payload);
            case SshMessage.Debug:
                var reader = new SshReader(payload[1..]);
                reader.ReadBoolean();
                Log.PeerDebug(_logger, Id, DisconnectMessage.Printable(reader.ReadString()));
                break;
            default:
                break;
        }
    }

    private void SendUnimplemented()
    {
        using var writer = new SshWriter(stackalloc byte[8]);
        writer.WriteByte((byte)SshMessage.Unimplemented);
        writer.WriteUInt32(_input.Sequence - 1);
        Output.SendUnheld(writer.Written);
    }

    private static bool IsStreamFailure(Exception e) =>
        e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException;
}
