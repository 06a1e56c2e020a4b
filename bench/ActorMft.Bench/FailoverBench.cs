using System.Diagnostics;
using ActorMft.Testing;

namespace ActorMft.Bench;

/// <summary>From SIGKILL of a node until others run all of its shards.</summary>
internal static class FailoverBench
{
    private const int Rounds = 3;
    private const double Lease = 10;

    internal static async Task RunAsync()
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(nodes: 3, more: $"cluster: {{ lease: {Lease}s }}");
        List<double> times = [];
        for (int round = 0; round < Rounds; round++)
        {
            await Eventually.TrueAsync("the shards are spread", async () => await SpreadAsync(cluster) >= 18);
            NodeProcess victim = cluster.Nodes[round];
            long owned = await OwnedAsync(cluster, victim.Name);
            Stopwatch clock = Stopwatch.StartNew();
            await victim.KillAsync();
            await Eventually.TrueAsync("the others own its shards", async () => owned > 0 && await OwnedAsync(cluster, victim.Name) == 0 && await FreeAsync(cluster) == 0);
            times.Add(clock.Elapsed.TotalSeconds);
            await victim.StartAsync();
        }

        times.Sort();
        Report.Line($"SIGKILL until all shards have a living owner, median of {Rounds}, lease {Lease} s", times[Rounds / 2], $"s ({times[Rounds / 2] / Lease:0.00} x lease)");
    }

    private static Task<long> OwnedAsync(BenchCluster cluster, string node) => cluster.ScalarAsync(
        $"SELECT count(*) FROM actormft.shards s JOIN actormft.nodes n ON n.incarnation = s.owner WHERE n.name = '{node}' AND s.private_to IS NULL");

    private static Task<long> FreeAsync(BenchCluster cluster) =>
        cluster.ScalarAsync("SELECT count(*) FROM actormft.shards WHERE private_to IS NULL AND owner IS NULL");

    private static Task<long> SpreadAsync(BenchCluster cluster) => cluster.ScalarAsync(
        "SELECT COALESCE(min(c), 0) FROM (SELECT n.incarnation, count(s.shard_id) AS c FROM actormft.nodes n LEFT JOIN actormft.shards s "
        + "ON s.owner = n.incarnation AND s.private_to IS NULL WHERE n.state = 0 GROUP BY 1) AS owners");
}
