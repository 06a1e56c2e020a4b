using System.Diagnostics;
using System.Globalization;
using ActorMft.Testing;

namespace ActorMft.Bench.Syncs;

/// <summary>A sync of many small files to sshd, next to <c>rclone copy</c> with as many connections.</summary>
internal sealed class SyncBench : IAsyncDisposable
{
    private const int Connections = 25;
    private const int FilesPerFolder = 100;
    private const int FileLength = 1000;

    private readonly Workspace _workspace = new();
    private readonly SshdServer _sshd;
    private readonly NodeProcess _node;

    private SyncBench()
    {
        _sshd = new SshdServer(_workspace);
        _node = new NodeProcess(NodeSite.Alone(_workspace.Folder("node")));
    }

    internal static async Task<int> RunAsync(SyncBenchOptions options)
    {
        await using var bench = new SyncBench();
        await bench.StartAsync();
        await bench.CompareAsync(options);
        await bench.MeasureMemoryAsync(options.Many);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _sshd.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task StartAsync()
    {
        await _sshd.StartAsync("MaxSessions 100");
        await _node.StartAsync();
        await ApplyAsync($$"""
            kind: Organization
            name: acme
            ---
            { kind: Endpoint, organization: acme, name: inbox, type: SftpServer }
            ---
            { kind: RemoteServer, organization: acme, name: bank, host: 127.0.0.1, port: {{_sshd.Port}}, username: {{SshdServer.UserName}}, auth: { privateKey: { file: {{_workspace.KeyFile}} } } }
            """);
    }

    private async Task CompareAsync(SyncBenchOptions options)
    {
        var source = Fill("small", options.Files);
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            ours.Add(await SyncAsync($"ours-{round}", "small"));
            theirs.Add(await RcloneAsync($"theirs-{round}", source));
        }

        var (us, them) = (Median(ours), Median(theirs));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {options.Files} files of {FileLength} bytes in folders of {FilesPerFolder} to one sshd, {Connections} connections, {options.Rounds} rounds in turn after a warm-up, medians; {RcloneVersion()}; {Environment.ProcessorCount} processors.

            | figure | ActorMft | rclone copy | ratio | aim |
            |---|---|---|---|---|
            | seconds | {us:0.00} | {them:0.00} | {us / them:0.00} | below 1 |
            | files/s | {options.Files / us:0} | {options.Files / them:0} | {them / us:0.00} | above 1 |
            """));
    }

    private async Task MeasureMemoryAsync(int count)
    {
        Fill("many", count);
        var before = Peak();
        var seconds = await SyncAsync("many", "many");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| peak memory of the node while syncing {count} files (before: {before:0} MB) | {Peak():0} MB in {seconds:0} s | – | – | 200 MB |"));
    }

    private string Fill(string name, int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_node.Site.Storage, "acme", "inbox", name)).FullName;
        var content = new byte[FileLength];
        System.Security.Cryptography.RandomNumberGenerator.Fill(content);
        for (var i = 0; i < count; i++)
        {
            var inner = Path.Combine(folder, $"{i / FilesPerFolder}");
            if (i % FilesPerFolder == 0)
            {
                Directory.CreateDirectory(inner);
            }

            File.WriteAllBytes(Path.Combine(inner, $"file-{i}.txt"), content);
        }

        return folder;
    }

    private async Task<double> SyncAsync(string target, string source)
    {
        await ApplyAsync($"{{ kind: Sync, organization: acme, name: {target}, endpoint: inbox, path: /{source}, remote: bank, remotePath: {target}, connections: {Connections} }}");
        var run = await _node.CommandAsync("sync", "run", target, "-o", "json");
        run.ShouldSucceed("actormft sync run");
        using var outcome = System.Text.Json.JsonDocument.Parse(run.Output);
        return (outcome.RootElement.GetProperty("endedAt").GetDateTimeOffset() - outcome.RootElement.GetProperty("startedAt").GetDateTimeOffset()).TotalSeconds;
    }

    private async Task<double> RcloneAsync(string target, string source)
    {
        var clock = Stopwatch.StartNew();
        var remote = $":sftp,host=127.0.0.1,port={_sshd.Port},user={SshdServer.UserName},key_file={_workspace.KeyFile},shell_type=none:{Path.Combine(_sshd.Home, target)}";
        var run = await ProcessRun.OfAsync("rclone", ["copy", source, remote, "--transfers", $"{Connections}", "--config", "/dev/null"]);
        run.ShouldSucceed("rclone copy");
        return clock.Elapsed.TotalSeconds;
    }

    private async Task ApplyAsync(string yaml)
    {
        var file = _workspace.At("resources.yaml");
        await File.WriteAllTextAsync(file, yaml);
        (await _node.CommandAsync("apply", "-f", file)).ShouldSucceed("actormft apply");
    }

    private double Peak()
    {
        var line = File.ReadLines($"/proc/{_node.ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private static string RcloneVersion() => ProcessRun.Of("rclone", ["version"]).Output.Split('\n')[0];

    private static double Median(List<double> values)
    {
        double[] ordered = [.. values.Skip(1).Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
