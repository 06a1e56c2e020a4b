using System.Net;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>A real client and a real echo server on a connection in memory.</summary>
internal sealed class EchoPair : IAsyncDisposable
{
    private EchoPair(SshClient client, SshServerConnection server)
    {
        Client = client;
        Server = server;
        Serving = EchoSubsystem.ServeAsync(server);
    }

    public SshClient Client { get; }

    public SshServerConnection Server { get; }

    public Task Serving { get; }

    public static async Task<EchoPair> ConnectAsync(SshClientOptions? client = null, SshServerOptions? server = null, TestUsers? users = null, ILogger? log = null)
    {
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        Task<SshServerConnection> accepting = AcceptAsync(serverEnd, server, users);
        SshClient connected;
        try
        {
            connected = await SshClient.ConnectAsync(
                clientEnd, client ?? Defaults.Client, log ?? NullLogger.Instance, TimeProvider.System, CancellationToken.None).WaitAsync(Defaults.Patience);
        }
        catch (SshException)
        {
            await Should.ThrowAsync<SshException>(accepting.WaitAsync(Defaults.Patience));
            throw;
        }

        return new EchoPair(connected, await accepting.WaitAsync(Defaults.Patience));
    }

    public static Task<SshServerConnection> AcceptAsync(Stream stream, SshServerOptions? options = null, TestUsers? users = null, TimeProvider? time = null, ILogger? log = null)
    {
        if (users is null)
        {
            users = new TestUsers();
            users.Keys.Add(TestKeys.User.PublicKey);
        }

        return SshServerConnection.AcceptAsync(
            stream, new IPEndPoint(IPAddress.Loopback, 4711), options ?? Defaults.Server, users, log ?? NullLogger.Instance, time ?? TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Serving.WaitAsync(Defaults.Patience);
    }
}
