using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>A client that says whatever a test wants, at any time, to a real server.</summary>
internal sealed class RawClient : RawPeer
{
    private RawClient(DuplexStream stream, Task<SshServerConnection> accepting, SshClientOptions options)
        : base(stream, ClientSettings.Of(options)) => Accepting = accepting;

    public Task<SshServerConnection> Accepting { get; }

    /// <summary>Connects and exchanges the identification lines.</summary>
    public static async Task<RawClient> ConnectAsync(SshServerOptions? options = null, TestUsers? users = null, TimeProvider? time = null, ILogger? log = null, string? softwareVersion = null)
    {
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        var client = new RawClient(clientEnd, EchoPair.AcceptAsync(serverEnd, options, users, time, log), Defaults.Client with { SoftwareVersion = softwareVersion ?? Defaults.Client.SoftwareVersion });
        await client.IdentifyAsync();
        return client;
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

    protected override async Task EndPeerAsync()
    {
        SshServerConnection connection = await Accepting.WaitAsync(Defaults.Patience);
        await connection.Completion.WaitAsync(Defaults.Patience);
    }
}
