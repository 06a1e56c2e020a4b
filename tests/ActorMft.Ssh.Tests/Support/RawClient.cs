using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>A client that says whatever a test wants, at any time, to a real server.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly DuplexStream _stream;
    private readonly PacketInput _input;
    private readonly Task _sending;
    private readonly TransportSettings _settings;

    private RawClient(DuplexStream stream, Task<SshServerConnection> accepting, SshClientOptions options)
    {
        _settings = ClientSettings.Of(options);
        _stream = stream;
        Accepting = accepting;
        _input = new PacketInput(stream, TimeProvider.System);
        Output = new PacketOutput(stream, long.MaxValue);
        Exchanger = new KeyExchanger(_settings, _input, Output, TimeProvider.System);
        _sending = Output.RunAsync(CancellationToken.None);
    }

    public PacketOutput Output { get; }

    public KeyExchanger Exchanger { get; }

    public Task<SshServerConnection> Accepting { get; }

    /// <summary>Connects and exchanges the identification lines.</summary>
    public static async Task<RawClient> ConnectAsync(SshServerOptions? options = null, TestUsers? users = null, TimeProvider? time = null, ILogger? log = null, string? softwareVersion = null)
    {
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        var client = new RawClient(clientEnd, EchoPair.AcceptAsync(serverEnd, options, users, time, log), Defaults.Client with { SoftwareVersion = softwareVersion ?? Defaults.Client.SoftwareVersion });
        client.Exchanger.PeerIdent = await VersionExchange.RunAsync(client._input, client.Output, client._settings.Ident, isServer: false, CancellationToken.None);
        return client;
    }

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

    public async Task RequestServiceAsync()
    {
        await ExchangeKeysAsync();
        Output.Send(UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth"));
        await ExpectAsync(SshMessage.ServiceAccept);
    }

    public async Task<SshServerConnection> LogInAsync()
    {
        await RequestServiceAsync();
        Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        await ExpectAsync(SshMessage.UserAuthSuccess);
        return await Accepting.WaitAsync(Defaults.Patience);
    }

    /// <summary>Opens channel 0.</summary>
    public async Task OpenChannelAsync()
    {
        Output.Send(ChannelMessages.OpenSession(0, 1024 * 1024, 32 * 1024));
        await ExpectAsync(SshMessage.ChannelOpenConfirmation);
    }

    /// <summary>Opens a channel, which the server gives the number, and starts the echo subsystem on it.</summary>
    public async Task StartEchoAsync(uint number = 0)
    {
        await OpenChannelAsync();
        Output.Send(ChannelMessages.Subsystem(number, "echo"));
        await ExpectAsync(SshMessage.ChannelSuccess);
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

    /// <summary>Reads up to the server's DISCONNECT, and checks that the server sees the connection as failed.</summary>
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

    public async ValueTask DisposeAsync()
    {
        Output.Fail(new SshException(SshFailure.Closed, "The test is over."));
        try
        {
            await _sending.WaitAsync(Defaults.Patience);
        }
        catch (IOException)
        {
            // The server has closed the connection, as it should.
        }

        await _stream.DisposeAsync();
        Exchanger.Dispose();
        Output.Dispose();
        _input.Dispose();
        try
        {
            SshServerConnection connection = await Accepting.WaitAsync(Defaults.Patience);
            await connection.Completion.WaitAsync(Defaults.Patience);
        }
        catch (SshException)
        {
            // It ended before the login.
        }
    }
}
