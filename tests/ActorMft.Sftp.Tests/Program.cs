using ActorMft.Sftp.Local;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests;

/// <summary>Serves the directory that is the first argument on standard input and output.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var files = new LocalFileSystem(args[0], new LocalFileSystemOptions());
        await using var transport = StreamPipe.Over(Console.OpenStandardInput(), Console.OpenStandardOutput());
        await SftpServer.RunAsync(transport, files, new SftpServerOptions(), CancellationToken.None);
        return 0;
    }
}
