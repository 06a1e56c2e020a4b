using ActorMft.Actors.Storage;
using ActorMft.Actors.Tests.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>A shard that goes to another node while looks are slow.</summary>
public sealed class ReleaseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly World _world = new(1);
    private readonly List<string> _runs = [];

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(2.2)]
    [InlineData(2.6)]
    public void A_shard_that_was_given_back_is_not_run_again_because_of_what_an_earlier_look_saw(double secondsUntilTheWorkEnds)
    {
        SimulatedContext context = _world.NewContext();
        SimulatedTime time = new(_world, context, TimeSpan.Zero);
        SimulatedDatabase database = new(_world);
        FaultyStore store = new(_world, database, new Weather(), context, [], []);
        ActorNode? node = null;
        context.Start(async () =>
        {
            node = await ActorNode.StartAsync(
                new ActorNodeOptions { Name = "one", Shards = 1, Lease = Lease, NewIncarnation = _world.Dice.Guid },
                store,
                [new Counter()],
                SampleCodec.Create(),
                new RecordingRunner((work, _, stop) => RunAsync(time, TimeSpan.FromSeconds(secondsUntilTheWorkEnds), stop)),
                time,
                NullLoggerFactory.Instance,
                CancellationToken.None);
            await node.SendAsync(new EntityId("counter", "c"), new Begin("work", ""), null, CancellationToken.None);
        });
        _world.RunFor(TimeSpan.FromSeconds(2));
        _runs.ShouldBe(["start"]);
        store.PictureTravels = TimeSpan.FromSeconds(1);
        ShardLease other = database.Join(new NodeRegistration(_world.Dice.Guid(), "two", "", "", 1, TimeSpan.FromMinutes(1)));
        database.SetDesiredOwners([(0, other.Owner)]);

        while (OwnerIn(database) is not null)
        {
            _world.RunFor(TimeSpan.FromMilliseconds(10));
        }

        // Looks go on, and the other node takes its time: after a third of the lease this one would claim the shard again.
        _world.RunFor(TimeSpan.FromSeconds(3));

        OwnerIn(database).ShouldBeNull();
        _runs.ShouldBe(["start", "end"]);
        node!.IsReady.ShouldBeTrue();
    }

    private static Guid? OwnerIn(SimulatedDatabase database) => database.Shards.Single(static shard => shard.Shard == 0).Owner;

    private async Task RunAsync(SimulatedTime time, TimeSpan toEnd, CancellationToken stop)
    {
        _runs.Add("start");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }
        finally
        {
            await Task.Delay(toEnd, time, CancellationToken.None);
            _runs.Add("end");
        }
    }
}
