using System.Diagnostics;
using ActorMft.Bench.Ssh.Floors;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>ActorMft's client against OpenSSH's, with the same sshd and the same local files.</summary>
internal static class ClientBench
{
    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync();
        await WarmUp.RunAsync(servers.Theirs);
        var (file, back) = (servers.Workspace.At("large.bin"), servers.Workspace.At("back.bin"));
        Content.Write(file, options.Mib * 1024L * 1024);
        var floor = await StreamFloor.MeasureAsync(servers.Workspace.Root);
        foreach (var cipher in Ciphers.All)
        {
            await CompareAsync("upload", client => client.UploadAsync(file, "large.bin"), $"put {file} large.bin", floor.ClientUpload(cipher));
            await CompareAsync("download", client => client.DownloadAsync("large.bin", back), $"get large.bin {back}", floor.ClientDownload(cipher));
            Content.Digest(back).ShouldBe(Content.Digest(file));

            async Task CompareAsync(string direction, Func<OwnClient, Task> own, string batch, double least)
            {
                var (ours, theirs) = await Rounds.RunAsync(
                    options.Rounds,
                    () => MeasureAsync(OwnSeconds, async () =>
                    {
                        await using var client = await OwnClient.ConnectAsync(servers.Theirs, cipher);
                        await own(client);
                    }),
                    () => MeasureAsync(ProcessTimes.OfOwnEndedChildren, () => servers.Theirs.Stock.CheckedAsync(batch, Ciphers.Stock(cipher))));
                var gib = options.Mib / 1024.0;
                table.Speed($"client's throughput, {direction}, {Ciphers.NameOf(cipher)}", "MiB/s", options.Mib / ours.Wall, options.Mib / theirs.Wall, 1);
                table.Cost($"client's CPU, {direction}, {Ciphers.NameOf(cipher)}", "s/GiB", ours.Processor / gib, theirs.Processor / gib, 0.5, least);
            }
        }

        table.Note("client: ActorMft's client library and OpenSSH's `sftp` (with its `ssh`) against the same sshd, from the connect to the answered CLOSE; the OpenSSH column is the `sftp` client.");
    }

    private static async Task<Spent> MeasureAsync(Func<double> processor, Func<Task> work)
    {
        var before = processor();
        var clock = Stopwatch.StartNew();
        await work();
        return new Spent(clock.Elapsed.TotalSeconds, processor() - before);
    }

    private static double OwnSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
