using ActorMft.Actors.Postgres;
using ActorMft.Actors.Storage;
using ActorMft.Actors.Tests.Sample;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>Two engines over a real PostgreSQL, one of which leaves.</summary>
[Collection(PostgresCollection.Name)]
public sealed class HandOverTests(FastPostgresServer server) : IAsyncLifetime
{
    private const int Shards = 8;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private readonly List<PostgresActorStore> _stores = [];
    private ActorNode _one = null!;
    private ActorNode _two = null!;

    public async Task InitializeAsync()
    {
        PostgresAddress address = PostgresAddress.Parse(await server.CreateDatabaseAsync());
        _one = await StartAsync("one", address);
        _two = await StartAsync("two", address);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        foreach (PostgresActorStore store in _stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Node_that_is_asked_to_leave_hands_its_shards_over_and_keeps_its_private_one_until_it_is_gone()
    {
        await Eventually.TrueAsync("both own shards", async () => (await OwnersAsync()).Distinct().Count() == 2);

        (await _two.AskToLeaveAsync(_one.Incarnation, CancellationToken.None)).ShouldBeTrue();

        await _one.LeaveRequested.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync("the other owns all shards", async () => (await OwnersAsync()).All(owner => owner == _two.Incarnation));
        ClusterPicture picture = await _two.ReadClusterAsync(CancellationToken.None);
        picture.Nodes.Single(node => node.Name == "one").ShouldSatisfyAllConditions(
            node => node.State.ShouldBe(NodeState.Up),
            node => node.IsLeaving.ShouldBeTrue());
        picture.Shards.Single(shard => shard.PrivateTo == "one").Owner.ShouldBe(_one.Incarnation);
        picture.Leader.ShouldBe(_two.Incarnation);
        (await _one.AskAsync<Total>(new EntityId("counter", "any"), new Add(2), null, CancellationToken.None)).Sum.ShouldBe(2);

        await _one.DrainAsync(CancellationToken.None);

        (await _two.ReadMembersAsync(CancellationToken.None)).Single(node => node.Name == "one").State.ShouldBe(NodeState.Left);
        (await _two.AskToLeaveAsync(_one.Incarnation, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Node_whose_lease_holds_cannot_be_declared_dead()
    {
        NodeMember one = (await _two.ReadMembersAsync(CancellationToken.None)).Single(node => node.Name == "one");

        (await _two.DeclareDeadAsync(one, CancellationToken.None)).ShouldBeFalse();

        _one.IsReady.ShouldBeTrue();
    }

    private async Task<IEnumerable<Guid?>> OwnersAsync() =>
        (await _two.ReadShardsAsync(CancellationToken.None)).Where(static shard => shard.PrivateTo is null).Select(static shard => shard.Owner);

    private async Task<ActorNode> StartAsync(string name, PostgresAddress address)
    {
        PostgresActorStore store = await PostgresActorStore.OpenAsync(address, Lease, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _stores.Add(store);
        return await ActorNode.StartAsync(
            new ActorNodeOptions { Name = name, Shards = Shards, Lease = Lease },
            store,
            [new Counter()],
            SampleCodec.Create(),
            new RecordingRunner(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
    }
}
