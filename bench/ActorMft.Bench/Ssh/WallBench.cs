using ActorMft.Sftp;

namespace ActorMft.Bench.Ssh;

/// <summary>How fast one stream is with ActorMft's client, which reads from memory and throws away what it gets.</summary>
internal static class WallBench
{
    private const double Aim = 2;

    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync();
        await WarmUp.RunAsync(servers.Ours);
        var size = options.Mib * 1024L * 1024;
        foreach (var cipher in Ciphers.All)
        {
            var up = await servers.CompareAsync(options.Rounds, server => UploadAsync(server, cipher, size));
            table.Speed($"one stream, upload, {Ciphers.NameOf(cipher)}", "MiB/s", options.Mib / up.Ours.Wall, options.Mib / up.Theirs.Wall, Aim);
            var down = await servers.CompareAsync(options.Rounds, server => DownloadAsync(server, cipher, size));
            table.Speed($"one stream, download, {Ciphers.NameOf(cipher)}", "MiB/s", options.Mib / down.Ours.Wall, options.Mib / down.Theirs.Wall, Aim);
        }

        table.Note("one stream: ActorMft's client against both, from the connect to the answered CLOSE, without a disk on the client's side. The client has a processor of the same machine.");
    }

    private static async Task UploadAsync(MeasuredServer server, string cipher, long size)
    {
        await using var client = await OwnClient.ConnectAsync(server, cipher);
        await using var remote = await client.Sftp.OpenAsync("stream.bin", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate, default, CancellationToken.None);
        await using var source = new MemoryFile(size);
        (await SftpCopy.CopyAsync(source, remote, 0, null, CancellationToken.None)).ShouldBe(size);
        await remote.CloseAsync(CancellationToken.None);
    }

    private static async Task DownloadAsync(MeasuredServer server, string cipher, long size)
    {
        await using var client = await OwnClient.ConnectAsync(server, cipher);
        await using var remote = await client.Sftp.OpenAsync("stream.bin", SftpOpenFlags.Read, default, CancellationToken.None);
        await using var sink = new MemoryFile(0);
        (await SftpCopy.CopyAsync(remote, sink, 0, null, CancellationToken.None)).ShouldBe(size);
        await remote.CloseAsync(CancellationToken.None);
    }
}
