using System.Diagnostics;
using System.Globalization;
using ActorMft.Bench.Ssh;
using ActorMft.Testing;

namespace ActorMft.Bench.Mounts;

/// <summary>The stock <c>sftp</c> client at one sshd: directly, and through a mount of a node.</summary>
internal sealed class MountBench : IAsyncDisposable
{
    private const double Aim = 0.8;
    private static readonly TimeSpan _roundTrip = TimeSpan.FromMilliseconds(50);

    private readonly Workspace _workspace = new();
    private readonly SshdServer _sshd;
    private readonly NodeProcess _node;
    private readonly DelayingProxy _farAway;

    private MountBench()
    {
        _sshd = new SshdServer(_workspace);
        _node = new NodeProcess(NodeSite.Alone(_workspace.Folder("node")));
        _farAway = new DelayingProxy(_sshd.Port, _roundTrip / 2);
    }

    internal static async Task<int> RunAsync(MountBenchOptions options)
    {
        await using var bench = new MountBench();
        await bench.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            OpenSSH's sftp at one sshd, directly and through a mount, {options.Rounds} rounds in turn after a warm-up, medians; {Environment.ProcessorCount} processors carry client, node and sshd.

            | figure | directly | through the mount | ratio | aim |
            |---|---|---|---|---|
            """));
        var local = bench._workspace.At("large.bin");
        Content.Write(local, options.Mib * 1024L * 1024);
        await bench.RowAsync($"put of {options.Mib} MiB", options.Mib, "MiB/s", options.Rounds, prefix => $"put {local} {prefix}large.bin\n");
        await bench.RowAsync($"get of {options.Mib} MiB", options.Mib, "MiB/s", options.Rounds, prefix => $"get {prefix}large.bin /dev/null\n");
        var many = bench._workspace.Folder("many");
        for (var number = 0; number < options.Files; number++)
        {
            Content.Write(Path.Combine(many, $"{number}"), 1024);
        }

        await bench.RowAsync($"put -r of {options.Files} files of 1 KiB", options.Files, "files/s", options.Rounds, prefix => $"put -r {many} {prefix}\n");
        var far = bench._workspace.At("far.bin");
        Content.Write(far, 32L * 1024 * 1024);
        var name = $"32 MiB, sshd {_roundTrip.TotalMilliseconds:0} ms away";
        await bench.RowAsync("put of " + name, 32, "MiB/s", options.Rounds, prefix => $"put {far} {prefix}far.bin\n", isFar: true);
        await bench.RowAsync("get of " + name, 32, "MiB/s", options.Rounds, prefix => $"get {prefix}far.bin /dev/null\n", isFar: true);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _farAway.DisposeAsync();
        await _sshd.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task StartAsync()
    {
        await _sshd.StartAsync();
        await _node.StartAsync();
        var file = _workspace.At("resources.yaml");
        await File.WriteAllTextAsync(file, $$"""
            kind: Organization
            name: acme
            ---
            { kind: Endpoint, organization: acme, name: inbox, type: SftpServer }
            ---
            { kind: User, organization: acme, endpoint: inbox, name: partner, publicKeys: ["{{_workspace.PublicKey}}"] }
            ---
            { kind: RemoteServer, organization: acme, name: near, host: 127.0.0.1, port: {{_sshd.Port}}, username: {{SshdServer.UserName}}, auth: { privateKey: { file: {{_workspace.KeyFile}} } } }
            ---
            { kind: RemoteServer, organization: acme, name: far, host: 127.0.0.1, port: {{_farAway.Port}}, username: {{SshdServer.UserName}}, auth: { privateKey: { file: {{_workspace.KeyFile}} } } }
            ---
            { kind: Mount, organization: acme, name: near, endpoint: inbox, path: /near, remote: near }
            ---
            { kind: Mount, organization: acme, name: far, endpoint: inbox, path: /far, remote: far }
            """);
        (await _node.CommandAsync("apply", "-f", file)).ShouldSucceed("actormft apply");
    }

    private async Task RowAsync(string what, double amount, string unit, int rounds, Func<string, string> batch, bool isFar = false)
    {
        var direct = new StockSftp(_workspace, isFar ? _farAway.Port : _sshd.Port, SshdServer.UserName);
        var mounted = new StockSftp(_workspace, _node.SftpPort, "partner");
        var (directly, through) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            directly.Add(await TimeAsync(direct, batch("")));
            through.Add(await TimeAsync(mounted, batch(isFar ? "far/" : "near/")));
        }

        var (one, other) = (amount / Median(directly), amount / Median(through));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {one:0} {unit} | {other:0} {unit} | {other / one:0.00} | at least {Aim:0.0} |"));
    }

    private static async Task<double> TimeAsync(StockSftp client, string batch)
    {
        var clock = Stopwatch.StartNew();
        await client.CheckedAsync(batch);
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        double[] ordered = [.. values.Skip(1).Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
