using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Members;
using ActorMft.Domain.Pools;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Domain.Tests.Pools;

public class PoolTests
{
    private readonly Actor _pool = new(ActorId.Pool("acme", "bank"));

    private PoolState State => _pool.StateAs<PoolState>();

    [Fact]
    public void A_free_slot_is_granted_at_once_and_the_holders_are_watched()
    {
        _pool.Given(new DefinePool(2, null));
        var decision = _pool.Handle(Request("a"));
        decision.ReplyOf<SlotReply>().Status.ShouldBe(SlotStatus.Granted);
        decision.Started<WatchHolders>().ShouldHaveSingleItem().Watcher.ShouldBe(_pool.Self);
        var row = DomainJson.Read<PoolRow>(decision.Effects.OfType<ShowRow>().Single().Json);
        (row.Cap, row.Granted, row.Waiting).ShouldBe((2, 1, 0));
        row.Holders.ShouldBe([new PoolHolder("node-1", 1)]);
        row.Granting.ShouldBe([new PoolSlot("a", Incarnation(1))]);
    }

    [Fact]
    public void A_wish_before_the_definition_waits_for_it()
    {
        _pool.Handle(Request("a")).ReplyOf<SlotReply>().Status.ShouldBe(SlotStatus.Waiting);
        _pool.Given(new DefinePool(1, null));
        _pool.Handle(Request("a")).ReplyOf<SlotReply>().Status.ShouldBe(SlotStatus.Granted);
    }

    [Fact]
    public void Asking_again_changes_nothing()
    {
        _pool.Given(new DefinePool(1, null), Request("a"), Request("b"));
        _pool.Handle(Request("a")).Events.ShouldBeEmpty();
        var decision = _pool.Handle(Request("b"));
        decision.Events.ShouldBeEmpty();
        var reply = decision.ReplyOf<SlotReply>();
        reply.Position.ShouldBe(1);
        reply.Reason.ShouldBe("waiting for a connection to acme/bank: all 1 in use, by node-1 (1); place 1 in line");
    }

    [Fact]
    public void Nodes_take_turns_and_each_nodes_wishes_keep_their_order()
    {
        _pool.Given(new DefinePool(1, null), Request("a1"), Request("a2"), Request("a3"), Request("b1", 2), Request("b2", 2), Request("c1", 3));
        var served = new List<string>();
        while (State.Granted.Keys.SingleOrDefault() is { } holder)
        {
            served.Add(holder);
            _pool.Given(new ReleaseSlot(holder));
        }

        served.ShouldBe(["a1", "b1", "c1", "a2", "b2", "a3"]);
        State.LastServed.ShouldBeEmpty();
        _pool.Last.Effects.OfType<EndWork>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_lowered_cap_grants_nothing_until_enough_is_given_back()
    {
        _pool.Given(new DefinePool(3, null), Request("a"), Request("b"), Request("c"), new DefinePool(1, null), Request("d"));
        _pool.Given(new ReleaseSlot("a"), new ReleaseSlot("b"));
        State.Granted.Keys.ShouldBe(["c"]);
        _pool.Given(new ReleaseSlot("c"));
        State.Granted.Keys.ShouldBe(["d"]);
    }

    [Fact]
    public void A_lost_node_gives_back_what_it_held_and_wished()
    {
        _pool.Given(new DefinePool(1, null), Request("a"), Request("a2"), Request("b", 2));
        _pool.Given(new HolderLost(Incarnation(1)));
        State.Granted.Keys.ShouldBe(["b"]);
        State.Line.ShouldBeEmpty();
        _pool.Handle(new HolderLost(Incarnation(1))).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void A_wish_that_arrives_after_the_news_of_its_nodes_end_is_refused()
    {
        _pool.Given(new DefinePool(1, null), new HolderLost(Incarnation(1)));
        _pool.Handle(Request("a")).ReplyOf<SlotReply>().Status.ShouldBe(SlotStatus.Refused);
        State.Granted.ShouldBeEmpty();
        _pool.ShouldFoldToTheSameState();
    }

    [Fact]
    public void The_news_of_many_ends_is_kept_within_bounds()
    {
        _pool.Given([.. Enumerable.Range(1, 250).Select(node => new HolderLost(Incarnation(node)))]);
        State.Over.Count.ShouldBe(200);
        State.Over[^1].ShouldBe(Incarnation(250));
    }

    [Fact]
    public void A_slot_goes_to_the_node_that_holds_the_fewest()
    {
        _pool.Given(new DefinePool(4, null), Request("a1"), Request("a2"), Request("a3"), Request("a4"));
        _pool.Given(Request("a5"), Request("b1", 2), Request("b2", 2), Request("c1", 3));
        foreach (var given in new[] { "a1", "a2", "a3" })
        {
            _pool.Given(new ReleaseSlot(given));
        }

        State.Granted.Keys.Order(StringComparer.Ordinal).ShouldBe(["a4", "a5", "b1", "c1"]);
        _pool.Given(new ReleaseSlot("a4"));
        State.Granted.Keys.Order(StringComparer.Ordinal).ShouldBe(["a5", "b1", "b2", "c1"]);
    }

    [Fact]
    public void The_place_in_line_is_the_one_in_which_the_wish_would_be_served()
    {
        _pool.Given(new DefinePool(1, null), Request("a1"), Request("a2"), Request("a3"), Request("b1", 2));
        _pool.Handle(Request("b1", 2)).ReplyOf<SlotReply>().Position.ShouldBe(1);
        _pool.Handle(Request("a2")).ReplyOf<SlotReply>().Position.ShouldBe(2);
        _pool.Handle(Request("a3")).ReplyOf<SlotReply>().Position.ShouldBe(3);
    }

    [Fact]
    public void A_wish_past_its_deadline_is_refused_with_a_reason()
    {
        _pool.Given(new DefinePool(1, null), Request("a"));
        var timer = _pool.Handle(Request("b")).Effects.OfType<SetTimer>().ShouldHaveSingleItem();
        _pool.Now = timer.Due;
        var decision = _pool.Handle(timer.Message);
        decision.Single<SlotRefused>().Reason.ShouldContain("no connection to acme/bank became free in time: all 1 in use, by node-1 (1)");
        decision.Effects.OfType<CancelTimer>().ShouldHaveSingleItem();
        var reply = _pool.Handle(Request("b")).ReplyOf<SlotReply>();
        reply.Status.ShouldBe(SlotStatus.Refused);
        reply.Reason!.ShouldContain("became free in time");
    }

    [Fact]
    public void A_disabled_remote_refuses_with_its_reason()
    {
        _pool.Given(new DefinePool(1, null), Request("a"), Request("b"));
        _pool.Handle(new DefinePool(1, "the host key changed")).Single<SlotRefused>().RequestId.ShouldBe("b");
        _pool.Handle(Request("c")).ReplyOf<SlotReply>().ShouldBe(new SlotReply(SlotStatus.Refused, 0, "the host key changed"));
        _pool.Given(new DefinePool(1, null), new ReleaseSlot("a"));
        _pool.Handle(Request("c")).ReplyOf<SlotReply>().Status.ShouldBe(SlotStatus.Granted);
    }

    [Fact]
    public void A_removed_remote_refuses_and_leaves_the_list()
    {
        _pool.Given(new DefinePool(1, null));
        _pool.Handle(new RemovePool()).Effects.OfType<RemoveRow>().ShouldHaveSingleItem();
        _pool.Handle(Request("a")).ReplyOf<SlotReply>().Status.ShouldBe(SlotStatus.Refused);
    }

    [Fact]
    public void No_sequence_of_messages_grants_more_than_the_cap_or_leaves_a_slot_unused() => Prop.ForAll(AnyMessages, messages =>
    {
        var pool = new Actor(ActorId.Pool("acme", "bank"));
        foreach (var message in messages)
        {
            pool.Now = pool.Now.AddSeconds(1);
            var before = pool.StateAs<PoolState>();
            var decision = pool.Handle(message);
            var after = pool.StateAs<PoolState>();
            if (decision.Events.OfType<SlotGranted>().Any())
            {
                after.Granted.Count.ShouldBeLessThanOrEqualTo(after.Cap ?? 0);
            }

            (after.Granted.Count > (after.Cap ?? 0) && after.Granted.Count > before.Granted.Count).ShouldBeFalse();
            (after.DisabledReason is null && after.Granted.Count < (after.Cap ?? 0) && !after.Line.IsEmpty).ShouldBeFalse();
            after.Granted.Keys.Intersect(after.Line.Select(wish => wish.RequestId)).ShouldBeEmpty();
        }

        pool.ShouldFoldToTheSameState();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(100));

    private static readonly Arbitrary<List<object>> AnyMessages = (
        from number in Gen.Choose(0, 15)
        from node in Gen.Choose(1, 3)
        from cap in Gen.Choose(1, 4)
        from message in Gen.Elements<object>(
            new RequestSlot($"{number}", $"node-{node}", Incarnation(node), Actor.Start.AddSeconds(number * 10)),
            new RequestSlot($"{number}", $"node-{node}", Incarnation(node), Actor.Start.AddHours(1)),
            new RequestSlot($"{number}", $"node-{node}", Incarnation(node), Actor.Start.AddHours(1)),
            new ReleaseSlot($"{number}"),
            new ReleaseSlot($"{number}"),
            new DefinePool(cap, number == 0 ? "disabled" : null),
            new HolderLost(Incarnation(node)),
            new CheckDeadlines())
        select message).ListOf().Select(list => list.ToList()).ToArbitrary();

    private static Guid Incarnation(int node) => new(node, 0, 0, new byte[8]);

    private static RequestSlot Request(string id, int node = 1) => new(id, $"node-{node}", Incarnation(node), Actor.Start.AddSeconds(30));
}
