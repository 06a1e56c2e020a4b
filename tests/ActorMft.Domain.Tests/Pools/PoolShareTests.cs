using ActorMft.Domain.Pools;

namespace ActorMft.Domain.Tests.Pools;

public class PoolShareTests
{
    [Fact]
    public void Without_others_in_line_a_node_keeps_all_it_has() =>
        PoolShare.Of(Row(cap: 4, granted: [1, 1, 1, 1], wishing: [1, 1]), Node(1)).ShouldBe(PoolShare.Unbounded);

    [Fact]
    public void A_node_gives_back_what_is_above_its_share_while_others_wait()
    {
        var row = Row(cap: 5, granted: [1, 1, 1, 1, 1], wishing: [2, 2, 2, 2]);
        PoolShare.Of(row, Node(1)).ShouldBe(new PoolShare(3, TakeTurns: false));
    }

    [Fact]
    public void A_node_gives_back_no_more_than_the_others_wait_for() =>
        PoolShare.Of(Row(cap: 10, granted: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], wishing: [2]), Node(1)).Allowed.ShouldBe(9);

    [Fact]
    public void The_odd_slot_stays_where_it_is()
    {
        var row = Row(cap: 5, granted: [1, 1, 1, 2, 2], wishing: [2]);
        PoolShare.Of(row, Node(1)).Allowed.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void With_fewer_slots_than_nodes_they_take_turns()
    {
        PoolShare.Of(Row(cap: 1, granted: [1], wishing: [2]), Node(1)).ShouldBe(new PoolShare(1, TakeTurns: true));
        PoolShare.Of(Row(cap: 2, granted: [1, 2], wishing: [1, 2]), Node(1)).TakeTurns.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(0)]
    public void After_the_cap_was_lowered_the_shares_add_up_to_it(int cap)
    {
        var row = Row(cap, granted: [1, 1, 1, 1, 1, 2, 2, 3, 3, 3], wishing: [1, 4]);
        Enumerable.Range(1, 4).Sum(node => PoolShare.Of(row, Node(node)).Allowed).ShouldBe(cap);
    }

    private static Guid Node(int number) => new(number, 0, 0, new byte[8]);

    private static PoolRow Row(int cap, int[] granted, int[] wishing) => new(
        "acme",
        "bank",
        cap,
        granted.Length,
        wishing.Length,
        [],
        [],
        [.. granted.Select((node, index) => new PoolSlot($"{index}", Node(node)))],
        [.. wishing.Select(Node)],
        DisabledReason: null);
}
