using System.Diagnostics;
using ActorMft.Testing;

namespace ActorMft.Bench;

/// <summary>Small files a second through a flow, from the first one's upload until the last one is delivered.</summary>
internal static class FilesBench
{
    private const int Count = 3000;
    private const int Uploaders = 8;

    internal static async Task RunAsync()
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(nodes: 1);
        await using SshdServer sshd = new(cluster.Workspace);
        await sshd.StartAsync("MaxSessions 100");
        await cluster.ApplyAsync(Resources(cluster.Workspace, sshd));
        string folder = cluster.Workspace.Folder("upload");
        for (int i = 0; i < Count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{i % Uploaders}-{i}.txt"), $"file {i} " + new string('x', 1000));
        }

        await MeasureAsync(cluster, folder, "warm", null);
        await MeasureAsync(cluster, folder, "local", "files of 1 KB through a flow into a second SftpServer endpoint");
        await MeasureAsync(cluster, folder, "remote", "files of 1 KB through a flow into sshd over at most 25 connections");
    }

    private static async Task MeasureAsync(BenchCluster cluster, string folder, string flow, string? figure)
    {
        long before = await DeliveredAsync(cluster, flow);
        TimeSpan spent = Spent(cluster);
        Stopwatch clock = Stopwatch.StartNew();
        StockSftp sftp = new(cluster.Workspace, cluster.Nodes[0].SftpPort, "up");
        await Task.WhenAll(Enumerable.Range(0, Uploaders).Select(i => sftp.CheckedAsync($"-mkdir /{flow}\nput {folder}/{i}-* /{flow}/")));
        TimeSpan uploaded = clock.Elapsed;
        await Eventually.TrueAsync("all are delivered", async () => await DeliveredAsync(cluster, flow) - before == Count, TimeSpan.FromMinutes(10));
        if (figure is not null)
        {
            Report.Line(figure, Count / clock.Elapsed.TotalSeconds, "files/s");
            Report.Line($"the same while {Uploaders} stock clients were uploading", Count / uploaded.TotalSeconds, "files/s");
            Report.Line("processor time of the node", (Spent(cluster) - spent).TotalMilliseconds / Count, "ms/file");
        }
    }

    private static TimeSpan Spent(BenchCluster cluster)
    {
        using Process node = Process.GetProcessById(cluster.Nodes[0].ProcessId);
        return node.TotalProcessorTime;
    }

    private static Task<long> DeliveredAsync(BenchCluster cluster, string flow) =>
        cluster.ScalarAsync($"SELECT count(*) FROM actormft.views WHERE view = 'transfer' AND scope = 'acme/{flow}' AND status = 'delivered'");

    private static string Resources(Workspace workspace, SshdServer sshd) => $$"""
        kind: Organization
        name: acme
        ---
        { kind: Endpoint, organization: acme, name: inbox, type: SftpServer }
        ---
        { kind: Endpoint, organization: acme, name: outbox, type: SftpServer }
        ---
        { kind: User, organization: acme, endpoint: inbox, name: up, publicKeys: ["{{workspace.PublicKey}}"] }
        ---
        { kind: RemoteServer, organization: acme, name: bank, host: 127.0.0.1, port: {{sshd.Port}}, username: {{SshdServer.UserName}}, auth: { privateKey: { file: {{workspace.KeyFile}} } } }
        ---
        { kind: Endpoint, organization: acme, name: bank-in, type: ExternalSftp, remote: bank }
        ---
        { kind: Flow, organization: acme, name: warm, source: { endpoint: inbox, path: /warm, include: ["*"], afterCopy: delete }, targets: [{ endpoint: outbox, path: /warm }] }
        ---
        { kind: Flow, organization: acme, name: local, source: { endpoint: inbox, path: /local, include: ["*"], afterCopy: delete }, targets: [{ endpoint: outbox, path: /local }] }
        ---
        { kind: Flow, organization: acme, name: remote, source: { endpoint: inbox, path: /remote, include: ["*"], afterCopy: delete }, targets: [{ endpoint: bank-in, path: got }] }
        """;
}
