using System.Collections.Concurrent;
using ActorMft.Actors.Tests.Sample;

namespace ActorMft.Actors.Tests.Engine;

public sealed class ActorNodeTests : IDisposable
{
    private static readonly EntityId One = new("counter", "one");
    private static readonly EntityId Two = new("counter", "two");

    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));

    private CancellationToken Stop => _timeout.Token;

    public void Dispose()
    {
        _timeout.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Ask_answers_with_the_decisions_reply_and_stores_its_event()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        (await one.Node.AskAsync<Total>(One, new Add(2), null, Stop)).ShouldBe(new Total(1, 2));
        (await one.Node.AskAsync<Total>(One, new Add(3), null, Stop)).ShouldBe(new Total(2, 5));
        IReadOnlyList<StoredEvent> events = await one.Node.ReadEventsAsync(One, Stop);
        events.Select(e => (e.Sequence, e.Payload)).ShouldBe([(1L, new Added(2)), (2L, new Added(3))]);
    }

    [Fact]
    public async Task Ask_with_the_same_request_id_gives_the_same_answer_and_one_effect()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        Total first = await one.Node.AskAsync<Total>(One, new Add(2), "r1", Stop);
        Total second = await one.Node.AskAsync<Total>(One, new Add(2), "r1", Stop);
        second.ShouldBe(first);
        (await one.Node.ReadEventsAsync(One, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ask_is_answered_by_a_later_decision()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        Task<Total> waiting = one.Node.AskAsync<Total>(One, new AnswerLater(), "r1", Stop).AsTask();
        await one.Node.AskAsync<Total>(One, new Add(7), null, Stop);
        waiting.IsCompleted.ShouldBeFalse();
        await one.Node.SendAsync(One, new AnswerNow(), null, Stop);
        (await waiting).ShouldBe(new Total(1, 7));
    }

    [Fact]
    public async Task State_is_rebuilt_after_a_restart_from_snapshot_and_tail()
    {
        await using (SqliteNode one = await SqliteNode.StartAsync(_directory.Path))
        {
            await one.Node.SendAsync([.. Enumerable.Range(1, 25).Select(i => new OutgoingMessage(One, new Add(i)))], Stop);
            (await one.Node.AskAsync<Total>(One, new Add(0), null, Stop)).ShouldBe(new Total(26, 325));
        }

        await using (SqliteNode again = await SqliteNode.StartAsync(_directory.Path))
        {
            (await again.Node.AskAsync<Total>(One, new Add(0), null, Stop)).ShouldBe(new Total(27, 325));
        }

        // A snapshot of another state version is ignored and the log replayed.
        await using SqliteNode newer = await SqliteNode.StartAsync(_directory.Path, kinds: [new Counter(stateVersion: 2)]);
        (await newer.Node.AskAsync<Total>(One, new Add(0), null, Stop)).ShouldBe(new Total(28, 325));
    }

    [Fact]
    public async Task Messages_between_entities_are_handled_once_and_in_order()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        await one.Node.SendAsync([.. Enumerable.Range(1, 500).Select(i => new OutgoingMessage(One, new Forward(Two, i)))], Stop);
        await CountAsync(one, Two, 500);

        (await AddedAsync(one, Two)).ShouldBe(Enumerable.Range(1, 500).Select(i => (long)i));
    }

    [Fact]
    public async Task Message_that_can_wait_is_handled_before_the_next_one_to_its_receiver_and_also_when_none_comes()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        await one.Node.SendAsync(One, new Forward(Two, 5, CanWait: true), null, Stop);
        await one.Node.AskAsync<Total>(One, new Add(1), null, Stop);
        (await one.Node.AskAsync<Total>(Two, new Add(2), null, Stop)).ShouldBe(new Total(2, 7));

        Task<Total> later = one.Node.AskAsync<Total>(Two, new AnswerLater(), "later", Stop).AsTask();
        await one.Node.AskAsync<Total>(Two, new Add(3), null, Stop);
        await one.Node.SendAsync(One, new AnswerUnhurried(Two), null, Stop);
        (await later).ShouldBe(new Total(3, 10));
    }

    [Fact]
    public async Task A_message_that_always_fails_becomes_a_dead_letter_and_the_entity_goes_on()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        Task<Total> failing = one.Node.AskAsync<Total>(One, new Fail("no such luck"), "bad", Stop).AsTask();
        (await Should.ThrowAsync<RequestFailedException>(failing)).Message.ShouldContain("no such luck");
        (await one.Node.AskAsync<Total>(One, new Add(1), null, Stop)).ShouldBe(new Total(1, 1));
        DeadLetter letter = (await one.Node.ReadDeadLettersAsync(10, Stop)).ShouldHaveSingleItem();
        (letter.Entity, letter.Type, letter.Attempts).ShouldBe((One, "Fail", 5));

        // The same request id: the same answer.
        await Should.ThrowAsync<RequestFailedException>(one.Node.AskAsync<Total>(One, new Fail("no such luck"), "bad", Stop).AsTask());
    }

    [Fact]
    public async Task A_timer_fires_once_when_it_is_due_and_a_cancelled_one_does_not()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        await one.Node.SendAsync(One, new Remind(TimeSpan.FromMilliseconds(50), 5), null, Stop);
        await one.Node.SendAsync([new OutgoingMessage(Two, new Remind(TimeSpan.FromMilliseconds(50), 5)), new OutgoingMessage(Two, new DontRemind())], Stop);
        await one.Node.AskAsync<Total>(Two, new Add(1), null, Stop);
        await CountAsync(one, One, 1);
        await one.Node.SendAsync(One, new Remind(TimeSpan.Zero, 6), null, Stop);
        await CountAsync(one, One, 2);

        (await AddedAsync(one, One)).ShouldBe([5, 6]);
        (await AddedAsync(one, Two)).ShouldBe([1]);
    }

    [Fact]
    public async Task Work_runs_again_after_a_restart_until_it_is_ended()
    {
        RecordingRunner runner = new();
        await using (SqliteNode one = await SqliteNode.StartAsync(_directory.Path, runner))
        {
            await one.Node.SendAsync(One, new Begin("w", "a"), null, Stop);
            (await runner.NextAsync()).ShouldBe("start w a 1");
            await one.Node.DrainAsync(Stop);
            (await runner.NextAsync()).ShouldBe("end w");
        }

        await using (SqliteNode again = await SqliteNode.StartAsync(_directory.Path, runner))
        {
            (await runner.NextAsync()).ShouldBe("start w a 1");
            await again.Node.SendAsync(One, new Begin("w", "b"), null, Stop);
            (await runner.NextAsync()).ShouldBe("end w");
            (await runner.NextAsync()).ShouldBe("start w b 1");
            await again.Node.SendAsync(One, new End("w"), null, Stop);
            (await runner.NextAsync()).ShouldBe("end w");
        }

        await using SqliteNode third = await SqliteNode.StartAsync(_directory.Path, runner);
        await third.Node.SendAsync(Two, new Begin("other", "c"), null, Stop);
        (await runner.NextAsync()).ShouldBe("start other c 1");
    }

    [Fact]
    public async Task Work_that_throws_is_run_again_and_reports_to_its_owner()
    {
        RecordingRunner runner = new(async (work, messenger, stop) =>
        {
            if (work.Run < 3)
            {
                throw new IOException("not yet");
            }

            await messenger.SendAsync(work.Owner, new Add(work.Run), null, stop);
        });
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path, runner);
        await one.Node.SendAsync(One, new Begin("w", "a"), null, Stop);
        await CountAsync(one, One, 1);

        (await AddedAsync(one, One)).ShouldBe([3]);
    }

    [Fact]
    public async Task A_view_shows_what_was_committed_and_its_readers_are_told()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        ConcurrentQueue<string> told = [];
        using IDisposable callback = one.Node.OnViewsChanged(views => told.Enqueue(string.Join(',', views)));
        foreach (string key in new[] { "a", "b", "c" })
        {
            await one.Node.AskAsync<Total>(new EntityId("counter", key), new Add(0), null, Stop);
            await one.Node.SendAsync(new EntityId("counter", key), new Show(key == "b" ? "new" : "old"), null, Stop);
            await one.Node.AskAsync<Total>(new EntityId("counter", key), new Add(0), null, Stop);
        }

        (await one.Node.QueryAsync(new ViewQuery("counters", NewestFirst: true, Limit: 2), Stop)).Select(row => row.Id).ShouldBe(["c", "b"]);
        (await one.Node.QueryAsync(new ViewQuery("counters", NewestFirst: true, AfterId: "b"), Stop)).Select(row => row.Id).ShouldBe(["a"]);
        (await one.Node.QueryAsync(new ViewQuery("counters", Scope: "all", Status: "old", AfterId: "a"), Stop)).Select(row => row.Id).ShouldBe(["c"]);
        await one.Node.SendAsync(new EntityId("counter", "a"), new Hide(), null, Stop);
        await one.Node.AskAsync<Total>(new EntityId("counter", "a"), new Add(0), null, Stop);
        (await one.Node.GetViewAsync("counters", "a", Stop)).ShouldBeNull();
        told.ShouldAllBe(views => views == "counters");
        told.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_private_entity_lives_in_the_nodes_private_shard_and_a_key_without_one_is_refused()
    {
        await using SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        EntityId session = new("holder", one.Node.NewPrivateKey("01J"));
        (await one.Node.AskAsync<Total>(session, new Add(4), null, Stop)).Sum.ShouldBe(4);
        ArgumentException refused = await Should.ThrowAsync<ArgumentException>(one.Node.SendAsync(new EntityId("holder", "01J"), new Add(1), null, Stop).AsTask());
        refused.Message.ShouldContain("NewPrivateKey");
        (await one.Node.ReadShardsAsync(Stop)).Single(shard => shard.PrivateTo is not null).PrivateTo.ShouldBe("one");
    }

    [Fact]
    public async Task A_restart_takes_its_old_private_shard_with_a_higher_epoch()
    {
        RecordingRunner runner = new();
        EntityId session;
        await using (SqliteNode one = await SqliteNode.StartAsync(_directory.Path, runner))
        {
            session = new EntityId("holder", one.Node.NewPrivateKey("01J"));
            await one.Node.SendAsync(session, new Begin("hold", "x"), null, Stop);
            (await runner.NextAsync()).ShouldBe("start hold x 1");
        }

        (await runner.NextAsync()).ShouldBe("end hold");
        await using SqliteNode again = await SqliteNode.StartAsync(_directory.Path, runner);
        (await runner.NextAsync()).ShouldBe("start hold x 1");
        again.Node.NewPrivateKey("01J").ShouldBe(session.Key);
        (await again.Node.ReadMembersAsync(Stop)).Select(member => member.State).ShouldBe([NodeState.Left, NodeState.Up], ignoreOrder: true);
    }

    [Fact]
    public async Task After_disposal_sends_are_refused()
    {
        SqliteNode one = await SqliteNode.StartAsync(_directory.Path);
        await one.DisposeAsync();
        StoreException closed = await Should.ThrowAsync<StoreException>(one.Node.SendAsync(One, new Add(1), null, Stop).AsTask());
        closed.Failure.ShouldBe(StoreFailure.Closed);
    }

    /// <summary>Waits until a counter has counted so far.</summary>
    private async Task CountAsync(SqliteNode one, EntityId counter, long count) =>
        (await one.Node.AskAsync<Total>(counter, new AnswerAt(count), $"{counter.Key} at {count}", Stop)).Count.ShouldBe(count);

    private async Task<IEnumerable<long>> AddedAsync(SqliteNode one, EntityId counter) =>
        (await one.Node.ReadEventsAsync(counter, Stop)).Select(stored => stored.Payload).OfType<Added>().Select(added => added.Number);
}
