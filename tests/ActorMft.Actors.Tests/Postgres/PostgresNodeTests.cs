using ActorMft.Actors.Postgres;
using ActorMft.Actors.Tests.Sample;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>A whole engine over a real PostgreSQL.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresNodeTests(FastPostgresServer server)
{
    [Fact]
    public async Task Decision_that_cannot_be_stored_becomes_a_dead_letter_and_its_shard_goes_on()
    {
        await using PostgresActorStore store = await PostgresActorStore.OpenAsync(
            PostgresAddress.Parse(await server.CreateDatabaseAsync()), TimeSpan.FromSeconds(10), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        await using ActorNode node = await ActorNode.StartAsync(
            new ActorNodeOptions { Name = "one", Shards = 1 },
            store,
            [new Counter()],
            SampleCodec.Create(),
            new RecordingRunner(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        EntityId bad = new("counter", "bad");
        EntityId good = new("counter", "good");

        // The message is JSON, which escapes what a column of the view cannot hold.
        await node.SendAsync(
            [new OutgoingMessage(bad, new Show("a\0b")), new OutgoingMessage(bad, new Add(1)), new OutgoingMessage(good, new Add(2))], CancellationToken.None);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));

        (await node.AskAsync<Total>(good, new Add(3), null, patience.Token)).ShouldBe(new Total(2, 5));
        (await node.AskAsync<Total>(bad, new Add(4), null, patience.Token)).ShouldBe(new Total(2, 5));
        DeadLetter letter = (await node.ReadDeadLettersAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        letter.Entity.ShouldBe(bad);
        letter.Error.ShouldContain("cannot store");
    }
}
