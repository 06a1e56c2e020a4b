using ActorMft.Actors.Storage;
using ActorMft.Actors.Tests.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>Messages that a node hands to a shard of its own without storing them, and every way in which that fails.</summary>
public sealed class HandedMessageTests
{
    private const int Limit = 4;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly EntityId One = new("counter", "one");
    private static readonly EntityId Two = new("counter", "two");

    private readonly World _world = new(1);
    private readonly Weather _weather = new();
    private readonly SimulatedDatabase _database;
    private readonly SimulatedContext _context;
    private readonly FaultyStore _store;
    private Func<IMessenger, Task> _work = static _ => Task.CompletedTask;
    private ActorNode? _node;

    public HandedMessageTests()
    {
        _database = new SimulatedDatabase(_world);
        _context = _world.NewContext();
        _store = new FaultyStore(_world, _database, _weather, _context, [], []);
        SimulatedTime time = new(_world, _context, TimeSpan.Zero);
        _context.Start(async () => _node = await ActorNode.StartAsync(
            new ActorNodeOptions { Name = "one", Shards = 1, Lease = Lease, BatchLimit = Limit, NewIncarnation = _world.Dice.Guid, NewId = () => _world.Dice.Guid().ToString("N") },
            _store,
            [new Counter(), new Counter(name: "holder", isPrivate: true)],
            SampleCodec.Create(),
            new RecordingRunner((_, messenger, _) => _work(messenger)),
            time,
            NullLoggerFactory.Instance,
            CancellationToken.None));
        _world.RunFor(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Message_to_a_shard_of_its_own_node_is_never_in_the_inbox_and_durable_when_its_sender_goes_on()
    {
        long commits = Commits();
        int events = 0;
        Task sending = Start(async () =>
        {
            await _node!.SendAsync(One, new Add(2), null, CancellationToken.None);
            events = Log(One).Count;
        });
        Run(sending);
        events.ShouldBe(1);

        Ask(One, new Add(3)).ShouldBe(new Total(2, 5));

        (_store.MessagesToStore, Commits() - commits).ShouldBe((0, 2));
    }

    [Fact]
    public void Commit_that_failed_gives_its_messages_back_and_they_are_handled_once()
    {
        _store.NextCommit = static _ => throw new StoreException(StoreFailure.Unavailable, "Not now.");
        Ask(One, new Add(2)).ShouldBe(new Total(1, 2));
        _store.MessagesToStore.ShouldBe(1);

        _store.NextCommit = static _ => CommitOutcome.Conflict;
        Ask(One, new Add(3)).ShouldBe(new Total(2, 5));
        Log(One).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commit_in_doubt_fails_the_sender_and_the_same_request_has_one_effect(bool hasHappened)
    {
        InDoubt(hasHappened);
        Task<Total> asking = Asking(One, new Add(2), "r");
        RunToEnd(asking);
        asking.Exception!.InnerException.ShouldBeOfType<StoreException>().OutcomeUnknown.ShouldBeTrue();
        _store.MessagesToStore.ShouldBe(0);

        Ask(One, new Add(2), "r").ShouldBe(new Total(1, 2));
        Ask(One, new Add(2), "r").ShouldBe(new Total(1, 2));
        Log(One).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Commit_in_doubt_is_not_repeated_for_a_message_without_a_request(bool hasHappened, int handled)
    {
        InDoubt(hasHappened);
        Task sending = Send(One, new Add(2));
        RunToEnd(sending);
        sending.Exception!.InnerException.ShouldBeOfType<StoreException>().OutcomeUnknown.ShouldBeTrue();
        _world.RunFor(Lease);
        Log(One).Count.ShouldBe(handled);
    }

    [Fact]
    public void Failure_that_says_nothing_of_the_commit_counts_as_doubt()
    {
        _store.NextCommit = static happen =>
        {
            happen();
            throw new IOException("Something broke behind the commit.");
        };
        Task sending = Send(One, new Add(2));
        RunToEnd(sending);
        sending.Exception!.InnerException.ShouldBeOfType<StoreException>().OutcomeUnknown.ShouldBeTrue();
        _world.RunFor(Lease);
        Log(One).Count.ShouldBe(1);
    }

    [Fact]
    public void Message_to_a_shard_that_another_node_took_waits_in_its_inbox()
    {
        _store.NextCommit = happen =>
        {
            GiveShardToAnotherNode();
            return happen();
        };
        Run(Send(One, new Add(1)));
        Run(Send(One, new Add(2)));
        (_database.Inbox.Count, Log(One).Count).ShouldBe((2, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Work_whose_shard_another_node_took_is_refused_also_at_other_shards(bool toAnotherShard)
    {
        EntityId to = toAnotherShard ? new EntityId("holder", _node!.NewPrivateKey("h")) : One;
        TaskCompletionSource go = new();
        TaskCompletionSource<Exception?> outcome = new();
        _work = async messenger =>
        {
            await messenger.SendAsync(to, new Add(1), null, CancellationToken.None);
            await go.Task;
            outcome.SetResult(await Record.ExceptionAsync(async () => await messenger.SendAsync(to, new Add(2), null, CancellationToken.None)));
        };
        Run(Send(One, new Begin("work", "")));
        _world.RunFor(TimeSpan.FromSeconds(1));
        (_store.MessagesToStore, Log(to).Count).ShouldBe((toAnotherShard ? 1 : 0, 1));

        GiveShardToAnotherNode();
        _context.Start(() =>
        {
            go.SetResult();
            return Task.CompletedTask;
        });
        ResultOf(outcome.Task).ShouldBeOfType<StoreException>().Failure.ShouldBe(StoreFailure.Fenced);
        (_database.Inbox.Count, Log(to).Count).ShouldBe((0, 1));
    }

    [Fact]
    public void Known_request_does_not_undo_the_round_that_it_comes_into()
    {
        Ask(One, new Add(2), "known");
        long commits = Commits();
        List<CommitOutcome> outcomes = [];
        _store.NextCommit = happen =>
        {
            outcomes.Add(happen());
            return outcomes[^1];
        };

        Task<Total> known = Asking(One, new Add(2), "known");
        Task<Total> other = Asking(Two, new Add(5), "new");
        Task<Total> twin = Asking(Two, new Add(5), "new");

        (ResultOf(known), ResultOf(other), ResultOf(twin)).ShouldBe((new Total(1, 2), new Total(1, 5), new Total(1, 5)));
        outcomes.ShouldBe([CommitOutcome.Committed]);
        (Log(One).Count, Log(Two).Count, Commits() - commits).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void Messages_beyond_the_limit_are_stored_and_all_are_handled_once()
    {
        _weather.Stall = 1;
        _weather.StallTime = TimeSpan.FromMilliseconds(500);
        Task<Total>[] asking = [.. Enumerable.Range(0, 3 * Limit).Select(_ => Asking(One, new Add(1), null))];
        asking.Select(one => ResultOf(one).Count).Order().ShouldBe(Enumerable.Range(1, 3 * Limit).Select(static i => (long)i));
        _store.MessagesToStore.ShouldBeInRange(Limit, (3 * Limit) - 1);
    }

    [Fact]
    public void Message_goes_behind_one_that_waits_in_the_inbox()
    {
        Run(Send(One, new Forward(Two, 5, CanWait: true)));
        Ask(Two, new Add(2)).ShouldBe(new Total(2, 7));
        _store.MessagesToStore.ShouldBe(0);
    }

    [Fact]
    public void Message_stays_behind_those_that_its_sender_had_stored_also_when_they_fill_the_page()
    {
        List<int> numbers = [.. Enumerable.Range(1, 3 * Limit)];
        Run(Start(async () =>
        {
            await _node!.SendAsync([.. numbers.Select(static i => new OutgoingMessage(One, new Add(i)))], CancellationToken.None);
            await _node.SendAsync(One, new Add(100), null, CancellationToken.None);
        }));
        _world.RunFor(Lease);
        Log(One).Select(static row => SampleCodec.Create().Decode(row.Event)).ShouldBe([.. numbers.Append(100).Select(static i => new Added(i))]);
    }

    [Fact]
    public void Message_whose_handling_throws_is_stored_and_becomes_a_dead_letter_in_the_end()
    {
        Task<Total> asking = Asking(One, new Fail("no such luck"), "bad");
        Task<Total> other = Asking(Two, new Add(1), null);
        RunToEnd(Task.WhenAll(asking, other));
        asking.Exception!.InnerException.ShouldBeOfType<RequestFailedException>();
        ResultOf(other).ShouldBe(new Total(1, 1));
        (_store.MessagesToStore, _database.DeadLetters.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void Message_to_an_entity_that_cannot_be_read_is_stored_and_its_shard_rests()
    {
        _database.Events[Two] = [new EventRow(Two, 5, 1, SampleCodec.Create().Encode(new Added(1)), "m", SimulatedTime.Epoch)];
        Run(Send(Two, new Add(1)));
        _world.RunFor(Lease);
        _database.Inbox.Count.ShouldBe(1);
        Ask(One, new Add(1)).ShouldBe(new Total(1, 1));
    }

    [Fact]
    public void Runner_in_trouble_takes_no_messages_so_that_they_are_stored_at_once()
    {
        _store.NextCommit = FailAlways;
        Run(Send(One, new Add(1)));
        _world.RunFor(TimeSpan.FromSeconds(5));

        // The runner pauses for seconds now.
        long before = _world.Now;
        Run(Send(Two, new Add(1)));
        TimeSpan.FromTicks(_world.Now - before).ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
        Log(Two).ShouldBeEmpty();
        _store.NextCommit = null;
        _world.RunFor(Lease);
        (Log(One).Count, Log(Two).Count).ShouldBe((1, 1));
    }

    [Fact]
    public void Node_whose_lease_is_over_handles_nothing_and_stores_what_it_gets()
    {
        _database.Leave(_node!.Incarnation);
        _context.IsFrozen = true;
        Task sending = Send(One, new Add(1));
        _world.RunFor(2 * Lease);
        _context.IsFrozen = false;
        Run(sending);
        _store.MessagesToStore.ShouldBe(1);
        _world.RunFor(2 * Lease);
        Log(One).Count.ShouldBe(1);
    }

    [Fact]
    public void Stopping_node_commits_or_stores_what_was_handed_over_and_stores_what_comes_later()
    {
        _weather.Stall = 1;
        _weather.StallTime = TimeSpan.FromMilliseconds(500);
        List<Task> sending = [.. Enumerable.Range(0, Limit).Select(_ => Send(One, new Add(1)))];
        Task draining = Start(() => _node!.DrainAsync(CancellationToken.None));
        Run(Task.WhenAll([.. sending, draining]));
        int handled = Log(One).Count;
        (handled + _database.Inbox.Count).ShouldBe(Limit);

        Run(Send(One, new Add(1)));

        (Log(One).Count, _database.Inbox.Count).ShouldBe((handled, Limit - handled + 1));
    }

    [Fact]
    public void Process_that_dies_between_handing_over_and_the_commit_has_acknowledged_nothing()
    {
        _store.NextCommit = _ =>
        {
            _context.Kill();
            throw new StoreException(StoreFailure.Unavailable, "The connection went with the process.") { OutcomeUnknown = true };
        };
        Task sending = Send(One, new Add(1));
        _world.RunFor(Lease);
        sending.IsCompletedSuccessfully.ShouldBeFalse();
        (Log(One).Count, _database.Inbox.Count).ShouldBe((0, 0));
    }

    private List<EventRow> Log(EntityId entity) => _database.Events.GetValueOrDefault(entity) ?? [];

    private long Commits() => _database.Log.LongCount(static entry => entry is { Shard: 0, IsClaim: false });

    private void InDoubt(bool hasHappened) => _store.NextCommit = happen =>
    {
        if (hasHappened)
        {
            happen();
        }

        throw new StoreException(StoreFailure.Unavailable, "The answer was lost.") { OutcomeUnknown = true };
    };

    private CommitOutcome FailAlways(Func<CommitOutcome> happen)
    {
        _store.NextCommit = FailAlways;
        throw new StoreException(StoreFailure.Unavailable, "Not now.");
    }

    private void GiveShardToAnotherNode()
    {
        ShardLease other = _database.Join(new NodeRegistration(_world.Dice.Guid(), "two", "", "", 1, TimeSpan.FromMinutes(5)));
        ShardStatus shard = _database.Shards.Single(static shard => shard.Shard == 0);
        _database.Release(new ShardLease(0, shard.Owner!.Value, shard.Epoch));
        _database.Claim(other.Owner, [0]);
    }

    private Task Send(EntityId to, object message) => Start(() => _node!.SendAsync(to, message, null, CancellationToken.None).AsTask());

    private Task<Total> Asking(EntityId to, object message, string? requestId) =>
        Start(() => _node!.AskAsync<Total>(to, message, requestId, CancellationToken.None).AsTask());

    private Total Ask(EntityId to, object message, string? requestId = null) => ResultOf(Asking(to, message, requestId));

    private T ResultOf<T>(Task<T> task)
    {
        Run(task);
        return task.Result;
    }

    private Task Start(Func<Task> body) => Start(async () =>
    {
        await body();
        return true;
    });

    private Task<T> Start<T>(Func<Task<T>> body)
    {
        TaskCompletionSource<T> done = new();
        _context.Start(async () =>
        {
            try
            {
                done.SetResult(await body());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    private void Run(Task task)
    {
        RunToEnd(task);
        task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private void RunToEnd(Task task)
    {
        for (int i = 0; i < 2000 && !task.IsCompleted; i++)
        {
            _world.RunFor(TimeSpan.FromMilliseconds(10));
        }

        task.IsCompleted.ShouldBeTrue();
    }
}
