using ActorMft.Bench.Ssh.Floors;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>What one large file costs the server's processor, with the same stock client.</summary>
internal static class StreamsBench
{
    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync();
        await WarmUp.RunAsync(servers.Ours);
        var (file, back) = (servers.Workspace.At("large.bin"), servers.Workspace.At("back.bin"));
        Content.Write(file, options.Mib * 1024L * 1024);
        var floor = await StreamFloor.MeasureAsync(servers.Workspace.Root);
        foreach (var cipher in Ciphers.All)
        {
            await CompareAsync("upload", $"put {file} large.bin", 0.4, floor.ServerUpload(cipher));
            await CompareAsync("download", $"get large.bin {back}", 0.5, floor.ServerDownload(cipher));
            Content.Digest(back).ShouldBe(Content.Digest(file));

            async Task CompareAsync(string direction, string batch, double aim, double least)
            {
                var (ours, theirs) = await servers.CompareAsync(options.Rounds, server => server.Stock.CheckedAsync(batch, Ciphers.Stock(cipher)));
                var gib = options.Mib / 1024.0;
                table.Cost($"server CPU, {direction}, {Ciphers.NameOf(cipher)}", "s/GiB", ours.Processor / gib, theirs.Processor / gib, aim, least);
            }
        }

        table.Note(floor.Sentence);
        table.Note("server CPU: one file with OpenSSH's `sftp`; user and system time of the server's processes, its ended ones included. ActorMft flushes an upload and its directory before CLOSE is answered, OpenSSH does not.");
    }
}
