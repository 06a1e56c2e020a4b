using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>A frozen process can't close its connections; the service manager's watchdog ends it before others may use their slots.</summary>
public sealed class WatchdogTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Files = 60;

    [Fact]
    public async Task The_cap_of_connections_holds_through_frozen_nodes()
    {
        await using var cluster = await NodeCluster.StartAsync(server, new ClusterOptions { IsWatched = true, MaxConnections = 4, Lease = TimeSpan.FromSeconds(4) });
        await cluster.DeclareAsync();
        await cluster.Partners[0].CheckedAsync("mkdir invoices\n");
        await using var connections = new SshdConnectionCount(cluster.Bank.Port);
        var traffic = new Traffic(cluster, seed: 1);
        var isOver = false;
        var putting = traffic.PutWhileAsync(() => !Volatile.Read(ref isOver) || traffic.Puts.Count < Files, CancellationToken.None);
        foreach (var node in cluster.Nodes.Take(2))
        {
            await Eventually.TrueAsync("connections to the bank are open", () => connections.Now > 0);
            await node.FreezeAsync();
            await node.ExitAsync();
            var before = traffic.Puts.Count;
            await Eventually.TrueAsync("the other nodes have taken files meanwhile", () => traffic.Puts.Count > before + 5);
            await node.StartAsync();
        }

        Volatile.Write(ref isOver, true);
        await putting.WaitAsync(TimeSpan.FromMinutes(3));

        // A file that was stored and not acknowledged in time was put again and is two transfers.
        await cluster.Apis[0].WaitForStateAsync(traffic.Puts.Count, "delivered", TimeSpan.FromMinutes(3));
        await Eventually.TrueAsync("no transfer is left", async () =>
            (await cluster.Apis[0].TransfersAsync()).All(static transfer => transfer.GetProperty("state").GetString() == "delivered"));
        Content.Tree(cluster.Inbound).ShouldBe(Content.Tree(traffic.Folder));
        connections.MaxOfAll.ShouldBe(4, connections.AtMax);
    }
}
