using ActorMft.Actors.Tests.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>One node whose database goes away for a while.</summary>
public sealed class LapseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly World _world = new(1);
    private readonly Weather _weather = new();
    private readonly List<string> _runs = [];
    private ActorNode? _node;
    private SimulatedDatabase? _database;
    private SimulatedContext? _context;

    [Fact]
    public void An_outage_within_the_lease_cancels_shared_works_and_keeps_private_ones()
    {
        Guid before = StartWithWorks();
        _weather.FailBefore = 1;
        _world.RunFor(TimeSpan.FromSeconds(5));
        _node!.IsReady.ShouldBeTrue();
        _runs.ShouldBeEmpty();
        _world.RunFor(TimeSpan.FromSeconds(4));
        _node.IsReady.ShouldBeFalse();
        _runs.ShouldBe(["end shared"]);
        _weather.FailBefore = 0;
        _world.RunFor(TimeSpan.FromSeconds(1.5));
        _node.IsReady.ShouldBeTrue();
        _runs.ShouldBe(["end shared", "start shared"]);
        _node.Incarnation.ShouldBe(before);
    }

    [Fact]
    public void An_outage_longer_than_the_lease_makes_a_new_incarnation_that_takes_all_works_over()
    {
        Guid before = StartWithWorks();
        _weather.FailBefore = 1;
        _world.RunFor(3 * Lease);
        _runs.ShouldBe(["end shared"]);
        _weather.FailBefore = 0;
        _world.RunFor(Lease);
        _node!.IsReady.ShouldBeTrue();
        _node.Incarnation.ShouldNotBe(before);
        _runs.Order(StringComparer.Ordinal).ShouldBe(["end private", "end shared", "start private", "start shared"]);
    }

    [Fact]
    public void The_hold_ends_a_fifth_of_the_lease_before_anybody_else_can_take_over_and_another_begins_with_the_next_renewal()
    {
        StartWithWorks();
        LeaseHold first = _node!.Hold.ShouldNotBeNull();
        long renewedAt = _world.Now;
        long endedAt = 0;
        using IDisposable ending = first.OnEnd(() => endedAt = _world.Now);
        _weather.FailBefore = 1;
        _world.RunFor(TimeSpan.FromSeconds(8.5));
        (endedAt - renewedAt).ShouldBeInRange(TimeSpan.FromSeconds(7.9).Ticks, TimeSpan.FromSeconds(8).Ticks);
        first.Ended.IsCancellationRequested.ShouldBeTrue();
        first.IsHeld.ShouldBeFalse();
        _node.Hold.ShouldBeNull();
        _database!.Read().Nodes[0].LeaseOut.ShouldBeFalse();
        _weather.FailBefore = 0;
        _world.RunFor(TimeSpan.FromSeconds(1.4));
        LeaseHold second = _node.Hold.ShouldNotBeNull();
        second.ShouldNotBe(first);
        second.Incarnation.ShouldBe(first.Incarnation);
    }

    [Fact]
    public void The_hold_of_a_replaced_incarnation_has_ended_before_the_next_one_has_one()
    {
        Guid before = StartWithWorks();
        LeaseHold first = _node!.Hold.ShouldNotBeNull();
        _database!.Leave(before);
        using IDisposable ending = first.OnEnd(() => _node.Hold.ShouldBeNull());
        _world.RunFor(Lease);
        first.Ended.IsCancellationRequested.ShouldBeTrue();
        _node.Hold.ShouldNotBeNull().Incarnation.ShouldNotBe(before);
        _world.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void The_hold_of_a_leaving_node_ends_after_its_works_and_before_others_can_learn_of_it()
    {
        StartWithWorks();
        List<NodeState> states = [];
        using IDisposable ending = _node!.Hold.ShouldNotBeNull().OnEnd(() =>
        {
            _runs.Add("hold");
            states.Add(_database!.Read().Nodes[0].State);
        });
        _context!.Start(() => _node.DrainAsync(CancellationToken.None));
        _world.RunFor(TimeSpan.FromSeconds(2));
        _runs.Order(StringComparer.Ordinal).ShouldBe(["end private", "end shared", "hold"]);
        _runs[^1].ShouldBe("hold");
        states.ShouldBe([NodeState.Up]);
        _database!.Read().Nodes[0].State.ShouldBe(NodeState.Left);
        _node.Hold.ShouldBeNull();
    }

    /// <summary>Runs until a renewal has just been made and both works run.</summary>
    private Guid StartWithWorks()
    {
        SimulatedContext context = _context = _world.NewContext();
        SimulatedTime time = new(_world, context, TimeSpan.Zero);
        SimulatedDatabase database = _database = new(_world);
        FaultyStore store = new(_world, database, _weather, context, [], []);
        RecordingRunner runner = new(async (work, _, stop) =>
        {
            _runs.Add($"start {work.WorkId}");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
            }
            finally
            {
                _runs.Add($"end {work.WorkId}");
            }
        });
        context.Start(async () =>
        {
            _node = await ActorNode.StartAsync(
                new ActorNodeOptions { Name = "one", Shards = 4, Lease = Lease, NewIncarnation = _world.Dice.Guid },
                store,
                [new Counter(), new Counter(name: "holder", isPrivate: true)],
                SampleCodec.Create(),
                runner,
                time,
                NullLoggerFactory.Instance,
                CancellationToken.None);
            await _node.SendAsync(new EntityId("counter", "c"), new Begin("shared", ""), null, CancellationToken.None);
            await _node.SendAsync(new EntityId("holder", _node.NewPrivateKey("h")), new Begin("private", ""), null, CancellationToken.None);
        });
        _world.RunFor(TimeSpan.FromSeconds(2));
        long beat = database.Read().Nodes[0].Beat;
        while (database.Read().Nodes[0].Beat == beat)
        {
            _world.RunFor(TimeSpan.FromMilliseconds(10));
        }

        _world.RunFor(TimeSpan.FromMilliseconds(10));
        _runs.Order(StringComparer.Ordinal).ShouldBe(["start private", "start shared"]);
        _runs.Clear();
        return _node!.Incarnation;
    }
}
