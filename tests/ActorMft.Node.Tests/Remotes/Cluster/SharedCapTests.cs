namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>
/// The connection cap through crashes, freezes, cuts, leaving nodes, lost messages and changes of the cap: the real decisions and the real
/// node's side, with a clock and sockets that are only counted.
/// </summary>
public sealed class SharedCapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task No_socket_is_ever_open_without_a_slot_and_afterwards_every_node_is_served(ulong seed)
    {
        var cluster = new SimulatedCluster(seed);
        await cluster.StormAsync(ticks: 1500);
        cluster.Pool.Violations.ShouldBeEmpty();
        cluster.Faults.ShouldBeGreaterThan(10);
        cluster.Pool.Grants.ShouldBeGreaterThan(50);
        cluster.Pool.MostSockets.ShouldBeGreaterThan(1);

        cluster.SetCap(5);
        (await cluster.CalmAsync(1000, () => cluster.Members.Count() == 4)).ShouldBeTrue();
        var members = cluster.Members.ToList();
        var before = members.Select(member => member.Served).ToList();
        (await cluster.CalmAsync(5000, () => members.Zip(before).All(pair => pair.First.Served >= pair.Second + 20))).ShouldBeTrue();
        cluster.Pool.Violations.ShouldBeEmpty();
        cluster.Pool.State.Granted.Count.ShouldBeLessThanOrEqualTo(5);
    }
}
