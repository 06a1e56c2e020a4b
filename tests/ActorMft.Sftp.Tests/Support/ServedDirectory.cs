using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Our client and our server, connected in memory, over a temporary directory.</summary>
internal sealed class ServedDirectory : IAsyncDisposable
{
    private readonly LocalFileSystem _local;
    private readonly MemoryPipe _serverEnd;

    private ServedDirectory(TestDirectory directory, LocalFileSystem local, MemoryPipe serverEnd, Task<bool> server, SftpClient client)
    {
        Directory = directory;
        _local = local;
        _serverEnd = serverEnd;
        Server = server;
        Client = client;
    }

    public TestDirectory Directory { get; }

    public SftpClient Client { get; }

    /// <summary>The session's end, with whether the client ended it.</summary>
    public Task<bool> Server { get; }

    public static async Task<ServedDirectory> StartAsync(SftpServerOptions? options = null, SftpClientOptions? clientOptions = null)
    {
        var directory = new TestDirectory();
        var local = new LocalFileSystem(directory.Path, new LocalFileSystemOptions());
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var server = SftpServer.RunAsync(serverEnd, local, options ?? new SftpServerOptions(), CancellationToken.None);
        var client = await SftpClient.StartAsync(clientEnd, clientOptions ?? new SftpClientOptions(), CancellationToken.None);
        return new ServedDirectory(directory, local, serverEnd, server, client);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server;
        await _serverEnd.Output.CompleteAsync();
        _local.Dispose();
        Directory.Dispose();
    }
}
