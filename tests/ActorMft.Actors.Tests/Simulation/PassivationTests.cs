using ActorMft.Actors.Tests.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

public sealed class PassivationTests
{
    [Fact]
    public void A_shard_that_is_never_idle_lets_go_of_entities_that_get_no_messages()
    {
        World world = new(1);
        SimulatedContext context = world.NewContext();
        SimulatedTime time = new(world, context, TimeSpan.Zero);
        ActorNode? node = null;
        context.Start(async () =>
        {
            node = await ActorNode.StartAsync(
                new ActorNodeOptions { Name = "one", Shards = 1, PassivateAfter = TimeSpan.FromSeconds(5), NewIncarnation = world.Dice.Guid },
                new FaultyStore(world, new SimulatedDatabase(world), new Weather(), context, [], []),
                [new Counter(), new Counter(name: "busy")],
                SampleCodec.Create(),
                new RecordingRunner(),
                time,
                NullLoggerFactory.Instance,
                CancellationToken.None);
            await node.SendAsync(new EntityId("counter", "idle"), new Add(1), null, CancellationToken.None);
            await node.SendAsync(new EntityId("busy", "busy"), new Echo(), null, CancellationToken.None);
        });
        world.RunFor(TimeSpan.FromSeconds(3));
        node!.CountEntities("counter").Sum(static count => count.Entities).ShouldBe(1);

        world.RunFor(TimeSpan.FromSeconds(6));

        node.CountEntities("counter").Sum(static count => count.Entities).ShouldBe(0);
        node.CountEntities("busy").Sum(static count => count.Entities).ShouldBe(1);
    }
}
