using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>A server that says whatever a test wants, at any time, to a real client.</summary>
internal sealed class RawServer : RawPeer
{
    private RawServer(DuplexStream stream, Task<SshClient> connecting, SshServerOptions options)
        : base(stream, ServerSettings.Of(options)) => Connecting = connecting;

    public Task<SshClient> Connecting { get; }

    /// <summary>Lets a client connect; nothing is exchanged yet.</summary>
    public static RawServer Start(SshClientOptions? client = null, SshServerOptions? server = null, ILogger? logger = null)
    {
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        Task<SshClient> connecting = SshClient.ConnectAsync(
            clientEnd, client ?? Defaults.Client, logger ?? NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        return new RawServer(serverEnd, connecting, server ?? Defaults.Server);
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

    protected override async Task EndPeerAsync()
    {
        SshClient client = await Connecting.WaitAsync(Defaults.Patience);
        await client.DisposeAsync();
    }
}
