namespace ActorMft.Bench;

/// <summary>What a cluster asks of its database while nothing happens.</summary>
internal static class IdleBench
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    internal static async Task RunAsync()
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(nodes: 3);
        await cluster.ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        using PeriodicTimer timer = new(Duration);
        await timer.WaitForNextTickAsync();
        long before = await CallsAsync(cluster);
        await timer.WaitForNextTickAsync();
        long after = await CallsAsync(cluster);
        Report.Line("idle cluster of 3 nodes, 64 shards", (after - before) / Duration.TotalSeconds, "statements/s");
    }

    private static Task<long> CallsAsync(BenchCluster cluster) =>
        cluster.ScalarAsync("SELECT sum(calls)::bigint FROM pg_stat_statements WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())");
}
