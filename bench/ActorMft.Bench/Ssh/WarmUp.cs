using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>
/// Sessions that come before a measurement of few: the runtime compiles a method again, with more care, when it has been called 30 times. A service has
/// that behind it after its first minutes, and so has the client inside one.
/// </summary>
internal static class WarmUp
{
    private const int Sessions = 40;
    private const int FileSize = 1024 * 1024;

    /// <summary>Uploads and downloads a small file with ActorMft's client, each time in a session of its own.</summary>
    internal static async Task RunAsync(MeasuredServer server)
    {
        var (file, back) = (server.Workspace.At("warm.bin"), server.Workspace.At("warm-back.bin"));
        Content.Write(file, FileSize);
        for (var i = 0; i < Sessions; i++)
        {
            await using var client = await OwnClient.ConnectAsync(server);
            await client.UploadAsync(file, "warm.bin");
            await client.DownloadAsync("warm.bin", back);
        }
    }
}
