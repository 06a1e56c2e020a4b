using System.Net;
using System.Net.Sockets;
using ActorMft.Sftp.Local;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Our client and our server, connected by SSH over a real socket, over a temporary directory.</summary>
internal sealed class SocketSession : IAsyncDisposable
{
    private readonly SshClient _ssh;
    private readonly SshServerConnection _server;
    private readonly LocalFileSystem _files;
    private readonly Task _serving;

    private SocketSession(SshClient ssh, SshServerConnection server, LocalFileSystem files, TestDirectory directory, Task serving, SftpClient client)
    {
        _ssh = ssh;
        _server = server;
        _files = files;
        _serving = serving;
        Directory = directory;
        Client = client;
    }

    public TestDirectory Directory { get; }

    public SftpClient Client { get; }

    public static async Task<SocketSession> StartAsync(SshAlgorithmPreferences algorithms, SftpClientOptions options)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync();
        var socket = await SocketStream.OpenAsync(listener.LocalEndpoint, CancellationToken.None);
        var accepted = await accepting;
        var serverOptions = new SshServerOptions { HostKeys = [SshPrivateKey.Generate(SshKeyType.Ed25519)] };
        var clientOptions = new SshClientOptions
        {
            UserName = "anybody",
            Password = "anything",
            VerifyHostKey = static (_, _) => ValueTask.FromResult(true),
            Algorithms = algorithms,
        };
        var logging = SshServerConnection.AcceptAsync(
            new SocketStream(accepted, ownsSocket: true), accepted.RemoteEndPoint!, serverOptions, new OpenDoor(), NullLogger.Instance, TimeProvider.System, default);
        var ssh = await SshClient.ConnectAsync(socket, clientOptions, NullLogger.Instance, TimeProvider.System, default);
        var server = await logging;
        var directory = new TestDirectory();
        var files = new LocalFileSystem(directory.Path, new LocalFileSystemOptions());
        var serving = ServeAsync(server, files);
        return new SocketSession(ssh, server, files, directory, serving, await SftpClient.OpenAsync(ssh, options, default));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _serving;
        await _ssh.DisposeAsync();
        await _server.Completion;
        _files.Dispose();
        Directory.Dispose();
    }

    private static async Task ServeAsync(SshServerConnection server, LocalFileSystem files)
    {
        var channel = await server.AcceptChannelAsync(default) ?? throw new InvalidOperationException("The client opened no channel.");
        await SftpServer.RunAsync(channel, files, new SftpServerOptions(), default);
        await channel.CloseAsync(exitStatus: 0);
    }
}
