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

    /// <summary>Runs until a renewal has just been made and both works run.</summary>
    private Guid StartWithWorks()
    {
        SimulatedContext context = _world.NewContext();
        SimulatedTime time = new(_world, context, TimeSpan.Zero);
        SimulatedDatabase database = new(_world);
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
