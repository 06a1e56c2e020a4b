using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>One side of a connection that says whatever a test wants, at any time, and nothing else, to a real peer.</summary>
internal abstract class RawPeer : IAsyncDisposable
{
    private readonly DuplexStream _stream;
    private readonly PacketInput _input;
    private readonly Task _sending;
    private readonly TransportSettings _settings;

    protected RawPeer(DuplexStream stream, TransportSettings settings)
    {
        _stream = stream;
        _settings = settings;
        _input = new PacketInput(stream, TimeProvider.System);
        Output = new PacketOutput(long.MaxValue);
        Exchanger = new KeyExchanger(settings, _input, Output, TimeProvider.System);
        _sending = new OutputLoop(Output, stream).RunAsync(CancellationToken.None);
    }

    public PacketOutput Output { get; }

    public KeyExchanger Exchanger { get; }

    /// <summary>Exchanges the identification lines.</summary>
    public async Task IdentifyAsync() =>
        Exchanger.PeerIdent = await VersionExchange.RunAsync(_input, Output, _settings.Ident, _settings.IsServer, CancellationToken.None);

    /// <summary>Runs one key exchange, the first or a later one.</summary>
    public async Task ExchangeKeysAsync()
    {
        Exchanger.Start();
        SshMessage message;
        do
        {
            byte[] payload = await ReadAsync();
            message = (SshMessage)payload[0];
            if (message == SshMessage.Disconnect)
            {
                throw DisconnectMessage.Read(payload);
            }

            await Exchanger.HandleAsync(message, payload, isRunning: true, CancellationToken.None);
        }
        while (message != SshMessage.NewKeys);
    }

    public async Task<byte[]> ReadAsync()
    {
        ReadOnlyMemory<byte> payload;
        while (!_input.TryReadPacket(out payload))
        {
            await _input.FillAsync(sent: 0, CancellationToken.None).AsTask().WaitAsync(Defaults.Patience);
        }

        return payload.ToArray();
    }

    /// <summary>Reads up to a message; EXT_INFO and window adjustments before it don't count.</summary>
    public async Task<byte[]> ExpectAsync(SshMessage expected)
    {
        while (true)
        {
            byte[] payload = await ReadAsync();
            var message = (SshMessage)payload[0];
            if (message == expected || message is not (SshMessage.ExtensionInfo or SshMessage.ChannelWindowAdjust))
            {
                message.ShouldBe(expected, message == SshMessage.Disconnect ? DisconnectMessage.Read(payload).Message : null);
                return payload;
            }
        }
    }

    /// <summary>Reads up to the peer's DISCONNECT, and checks its reason.</summary>
    public async Task<string> ExpectDisconnectAsync(SshDisconnectReason reason)
    {
        while (true)
        {
            byte[] payload = await ReadAsync();
            if ((SshMessage)payload[0] == SshMessage.Disconnect)
            {
                SshException failure = DisconnectMessage.Read(payload);
                failure.DisconnectReason.ShouldBe(reason, failure.Message);
                return failure.Message;
            }
        }
    }

    /// <summary>Bytes outside of any packet.</summary>
    public Task SendRawAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).AsTask();

    public async ValueTask DisposeAsync()
    {
        Output.Fail();
        try
        {
            await _sending.WaitAsync(Defaults.Patience);
        }
        catch (IOException)
        {
            // The peer has closed the connection, as it should.
        }

        await _stream.DisposeAsync();
        Exchanger.Dispose();
        Output.Dispose();
        _input.Dispose();
        try
        {
            await EndPeerAsync();
        }
        catch (SshException)
        {
            // It ended before the login.
        }
    }

    /// <summary>The real peer ends now that nobody is at this end; throws what its login threw.</summary>
    protected abstract Task EndPeerAsync();
}
