using System.Net;
using System.Net.Sockets;
using ActorMft.Domain.Resources;
using ActorMft.Sftp;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Sessions;

/// <summary>A partner with our own client, who can stop in the middle of a file.</summary>
internal sealed class Uploader : IAsyncDisposable
{
    private const string Name = "uploader";

    private readonly SshPrivateKey _key;
    private readonly SshClient _connection;
    private readonly SshChannel _channel;

    private Uploader(SshPrivateKey key, SshClient connection, SshChannel channel, SftpClient client)
    {
        _key = key;
        _connection = connection;
        _channel = channel;
        Client = client;
    }

    public SftpClient Client { get; }

    public static async Task<Uploader> ConnectAsync(IPEndPoint server, FixedCatalog catalog, string proxyHeader = "")
    {
        var key = SshPrivateKey.Generate(SshKeyType.Ed25519);
        catalog.Declare(new UserSpec { Organization = "acme", Name = Name, Endpoint = "inbox", Home = "/uploader", PublicKeys = [key.PublicKey.ToOpenSsh()] });
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(proxyHeader));
        var options = new SshClientOptions { UserName = Name, Keys = [key], VerifyHostKey = (_, _) => ValueTask.FromResult(true) };
        var connection = await SshClient.ConnectAsync(
            new SocketStream(socket, ownsSocket: true), options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        var channel = await connection.OpenSubsystemAsync("sftp", CancellationToken.None);
        return new Uploader(key, connection, channel, await SftpClient.StartAsync(channel, new SftpClientOptions(), CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _key.Dispose();
    }
}
