using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>
/// The database server is lost, and a standby that does not have its last commits takes its place. What was acknowledged meanwhile may be
/// lost with it (a synchronous standby is for that); everything else goes on by itself, and no log gets a gap.
/// </summary>
public sealed class FailoverTests
{
    private const int Files = 15;

    [Fact]
    public async Task Work_goes_on_at_a_standby_that_lags_behind()
    {
        var primary = new PostgresServer { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["track_commit_timestamp"] = "on" } };
        PostgresServer? standby = null;
        try
        {
            await primary.InitializeAsync();
            standby = await primary.CreateStandbyAsync();
            await using var cluster = await NodeCluster.StartAsync(primary);
            var database = DatabaseUrl.NameOf(cluster.Database);
            await new LogCheck(primary.AdminConnectionString(database)).WatchAsync();
            await cluster.DeclareAsync();
            await cluster.Partners[0].CheckedAsync("mkdir invoices\n");
            var kept = new Traffic(cluster, seed: 1, "kept");
            await kept.PutAsync(Files, CancellationToken.None);
            await cluster.Apis[0].WaitForStateAsync(Files, "delivered");

            await primary.FollowedByAsync(standby);
            await standby.StopFollowingAsync();
            await new Traffic(cluster, seed: 2, "lagging").PutAsync(Files, CancellationToken.None);
            await primary.StopAsync(immediate: true);
            await standby.PromoteAsync();
            foreach (var line in cluster.Lines)
            {
                line.ServerPort = standby.Port;
                line.Cut();
            }

            var later = new Traffic(cluster, seed: 3, "later");
            await later.PutAsync(Files, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(3));
            await Eventually.TrueAsync("what was put before and after has arrived", () => Tree(cluster, kept, later).All(File.Exists));
            var log = new LogCheck(standby.AdminConnectionString(database));
            await Eventually.TrueAsync("every shard has an owner and every inbox is empty", async () => (await log.UnrestAsync()).Length == 0);
            (await log.ViolationsAsync()).ShouldBeEmpty();
            cluster.Nodes.ShouldAllBe(static node => node.IsRunning);
        }
        finally
        {
            await (standby?.DisposeAsync() ?? Task.CompletedTask);
            await primary.DisposeAsync();
        }
    }

    private static IEnumerable<string> Tree(NodeCluster cluster, params Traffic[] traffic) =>
        traffic.SelectMany(static one => one.Puts.Keys).Select(name => Path.Combine(cluster.Inbound, name));
}
