using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>A server that says whatever a test wants, at any time, to a real client.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly DuplexStream _stream;
    private readonly PacketInput _input;
    private readonly Task _sending;
    private readonly TransportSettings _settings;

    private RawServer(DuplexStream stream, Task<SshClient> connecting, SshServerOptions options)
    {
        _stream = stream;
        _settings = ServerSettings.Of(options);
        Connecting = connecting;
        _input = new PacketInput(stream, TimeProvider.System);
        Output = new PacketOutput(stream, long.MaxValue);
        Exchanger = new KeyExchanger(_settings, _input, Output, TimeProvider.System);
        _sending = Output.RunAsync(CancellationToken.None);
    }

    public PacketOutput Output { get; }

    public KeyExchanger Exchanger { get; private set; }

    public Task<SshClient> Connecting { get; }

    /// <summary>Lets a client connect; nothing is exchanged yet.</summary>
    public static RawServer Start(SshClientOptions? client = null, SshServerOptions? server = null, ILogger? logger = null)
    {
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        Task<SshClient> connecting = SshClient.ConnectAsync(
            clientEnd, client ?? Defaults.Client, logger ?? NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        return new RawServer(serverEnd, connecting, server ?? Defaults.Server);
    }

    public async Task IdentifyAsync() =>
        Exchanger.PeerIdent = await VersionExchange.RunAsync(_input, Output, _settings.Ident, isServer: true, CancellationToken.None);

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

    /// <summary>Identification and the first keys.</summary>
    public async Task BeginAsync()
    {
        await IdentifyAsync();
        await ExchangeKeysAsync();
    }

    /// <summary>Lets the client in.</summary>
    public async Task<SshClient> LetInAsync()
    {
        await BeginAsync();
        await ExpectAsync(SshMessage.ServiceRequest);
        Output.Send(UserAuthMessages.Service(SshMessage.ServiceAccept, "ssh-userauth"));
        await ExpectAsync(SshMessage.UserAuthRequest);
        Output.Send([(byte)SshMessage.UserAuthSuccess]);
        return await Connecting.WaitAsync(Defaults.Patience);
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

    /// <summary>Bytes outside of any packet.</summary>
    public Task SendRawAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).AsTask();

    public async ValueTask DisposeAsync()
    {
        Output.Fail(new SshException(SshFailure.Closed, "The test is over."));
        try
        {
            await _sending.WaitAsync(Defaults.Patience);
        }
        catch (IOException)
        {
            // The client has closed the connection, as it should.
        }

        await _stream.DisposeAsync();
        Exchanger.Dispose();
        Output.Dispose();
        _input.Dispose();
        try
        {
            SshClient client = await Connecting.WaitAsync(Defaults.Patience);
            await client.DisposeAsync();
        }
        catch (SshException)
        {
            // It ended before the login.
        }
    }
}
