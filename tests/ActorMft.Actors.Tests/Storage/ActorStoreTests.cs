using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Tests.Storage;

/// <summary>What every store must do: the port's contract.</summary>
public abstract class ActorStoreTests
{
    private static readonly EncodedMessage Something = new("Something", 1, "{}");
    private static readonly EntityId Entity = new("counter", "one");

    [Fact]
    public async Task Join_refuses_another_count_of_shards()
    {
        await using IActorStore store = await OpenAsync();
        await JoinAsync(store);
        StoreException refused = await Should.ThrowAsync<StoreException>(
            store.JoinAsync(new NodeRegistration(Guid.NewGuid(), "one", "", "", 5, TimeSpan.FromSeconds(1)), CancellationToken.None));
        refused.Message.ShouldContain("made with 4 shards");
    }

    [Fact]
    public async Task Commit_of_an_older_epoch_is_fenced_and_changes_nothing()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        ShardCommit commit = new() { Lease = lease with { Epoch = lease.Epoch - 1 }, Events = [Event(1)] };
        (await store.CommitAsync(commit, CancellationToken.None)).ShouldBe(CommitOutcome.Fenced);
        (await store.CommitAsync(commit with { Lease = lease with { Owner = Guid.NewGuid() } }, CancellationToken.None)).ShouldBe(CommitOutcome.Fenced);
        (await store.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBeEmpty();
        StoreException refused = await Should.ThrowAsync<StoreException>(store.SendAsync([Message("m")], commit.Lease, CancellationToken.None));
        refused.Failure.ShouldBe(StoreFailure.Fenced);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public async Task Commit_that_leaves_a_gap_or_repeats_a_sequence_is_a_conflict_and_undone(long sequence)
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        (await store.CommitAsync(new ShardCommit { Lease = lease, Events = [Event(1)] }, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
        ShardCommit wrong = new() { Lease = lease, Sends = [Message("lost")], Events = [Event(sequence)] };
        (await store.CommitAsync(wrong, CancellationToken.None)).ShouldBe(CommitOutcome.Conflict);
        (await store.ReadEventsAsync(Entity, CancellationToken.None)).Count.ShouldBe(1);
        (await store.TakeAsync(1, 0, 10, [], CancellationToken.None)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commit_of_a_message_that_was_handled_already_is_a_conflict_and_undone()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        ShardCommit commit = new() { Lease = lease, Events = [Event(1)], HandledMessages = [77], PutRows = [new ViewRow("v", "1", "", "", "{}")] };
        (await store.CommitAsync(commit, CancellationToken.None)).ShouldBe(CommitOutcome.Conflict);
        (await store.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBeEmpty();
        (await store.ReadViewRowAsync("v", "1", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Requests_are_forgotten_after_their_retention_and_pending_ones_never()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        await store.SendAsync([Message("a", "answered"), Message("b", "pending")], null, CancellationToken.None);
        InboxRow first = (await store.TakeAsync(1, 0, 1, [], CancellationToken.None)).Rows[0];
        first.RequestId.ShouldBe("answered");
        IReadOnlyList<ShardLease> claimed = await store.ClaimAsync(lease.Owner, [1], CancellationToken.None);
        await store.CommitAsync(
            new ShardCommit { Lease = claimed[0], HandledMessages = [first.Sequence], Requests = [new RequestChange("answered", Something)], RequestRetention = TimeSpan.FromSeconds(-1) },
            CancellationToken.None);
        (await store.ReadRequestAsync("answered", CancellationToken.None))!.Status.ShouldBe(RequestStatus.Answered);
        (await store.SendAsync([Message("a2", "answered")], null, CancellationToken.None)).ShouldBe(0);
        (await store.DeleteExpiredRequestsAsync(10, CancellationToken.None)).ShouldBe(1);
        (await store.ReadRequestAsync("answered", CancellationToken.None)).ShouldBeNull();
        (await store.ReadRequestAsync("pending", CancellationToken.None))!.Status.ShouldBe(RequestStatus.Pending);
    }

    [Fact]
    public async Task Commit_adds_requests_that_nobody_knew_and_is_a_conflict_and_undone_when_one_is_known()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        await store.SendAsync([Message("m", "pending")], null, CancellationToken.None);
        ShardCommit commit = new()
        {
            Lease = lease,
            NewRequests = [new RequestChange("answered", Something, IsFirst: true), new RequestChange("handled", null, IsFirst: true)],
            Requests = [new RequestChange("handled", Something)],
            Sends = [Message("dropped", "handled")],
            RequestRetention = TimeSpan.FromHours(1),
        };
        (await store.CommitAsync(commit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
        (await store.ReadRequestAsync("answered", CancellationToken.None)).ShouldBe(new RequestRow("answered", RequestStatus.Answered, Something, null));
        (await store.ReadRequestAsync("handled", CancellationToken.None)).ShouldBe(new RequestRow("handled", RequestStatus.Answered, Something, null));

        foreach (string known in new[] { "pending", "answered" })
        {
            ShardCommit wrong = new() { Lease = lease, Events = [Event(1)], NewRequests = [new RequestChange(known, null, IsFirst: true)] };
            (await store.CommitAsync(wrong, CancellationToken.None)).ShouldBe(CommitOutcome.Conflict);
        }

        (await store.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBeEmpty();
        InboxPage page = await store.TakeAsync(1, 0, 10, ["new", "pending", "handled"], CancellationToken.None);
        page.KnownRequests.ShouldBe(["pending", "handled"], ignoreOrder: true);
        page.Rows.ShouldHaveSingleItem().MessageId.ShouldBe("m");
    }

    [Fact]
    public async Task Commit_stores_everything_and_it_is_read_back()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        TimerRow timer = new(Entity, "later", now, "t1", Something, 0);
        WorkRow work = new(new WorkKey(Entity, "work"), "s1", Something, now);
        ViewRow row = new("v", "b", "scope", "open", "{\"a\":\"ä\"}");
        SnapshotRow snapshot = new(Entity, 2, 7, Something);
        EventRow[] events = [new(Entity, 1, lease.Epoch, Something, "m", now), new(Entity, 2, lease.Epoch, Something, "m", now), new(Entity, 3, lease.Epoch, Something, "m2", now)];
        ShardCommit commit = new() { Lease = lease, Events = events, SetTimers = [timer], StartedWork = [work], PutRows = [row], Snapshots = [snapshot] };
        (await store.CommitAsync(commit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

        (await store.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBe(events);
        (await store.ReadTimersAsync(lease.Shard, 10, CancellationToken.None)).Due.ShouldBe([timer]);
        (await store.ReadWorkAsync(lease.Shard, CancellationToken.None)).ShouldBe([work]);
        (await store.ReadViewRowAsync("v", "b", CancellationToken.None)).ShouldBe(row);
        EntityRecord loaded = (await store.LoadAsync([new EntityLookup(Entity, 7)], CancellationToken.None)).ShouldHaveSingleItem();
        (loaded.Snapshot, loaded.Events.Count).ShouldBe((snapshot, 1));
        EntityRecord replayed = (await store.LoadAsync([new EntityLookup(Entity, 8)], CancellationToken.None)).ShouldHaveSingleItem();
        (replayed.Snapshot, replayed.Events.Count).ShouldBe((null, 3));
    }

    [Fact]
    public async Task Commit_replaces_and_removes_timers_works_and_rows()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        TimerRow first = new(Entity, "a", DateTimeOffset.UnixEpoch, "t1", Something, 0);
        WorkRow work = new(new WorkKey(Entity, "w"), "s1", Something, DateTimeOffset.UnixEpoch);
        await store.CommitAsync(
            new ShardCommit { Lease = lease, SetTimers = [first, first with { Name = "b" }], StartedWork = [work], PutRows = [new ViewRow("v", "1", "", "", "{}")] },
            CancellationToken.None);
        await store.CommitAsync(
            new ShardCommit
            {
                Lease = lease,
                FiredTimers = [new FiredTimer(new TimerKey(Entity, "a"), "t1")],
                CancelledTimers = [new TimerKey(Entity, "b"), new TimerKey(Entity, "never")],
                SetTimers = [first with { Name = "c", MessageId = "t3" }],
                StartedWork = [work with { StartId = "s2" }],
                RemovedRows = [new ViewKey("v", "1")],
            },
            CancellationToken.None);

        (await store.ReadTimersAsync(lease.Shard, 10, CancellationToken.None)).Due.ShouldHaveSingleItem().MessageId.ShouldBe("t3");
        (await store.ReadWorkAsync(lease.Shard, CancellationToken.None)).ShouldHaveSingleItem().StartId.ShouldBe("s2");
        (await store.ReadViewRowAsync("v", "1", CancellationToken.None)).ShouldBeNull();
        ShardCommit again = new() { Lease = lease, FiredTimers = [new FiredTimer(new TimerKey(Entity, "a"), "t1")] };
        (await store.CommitAsync(again, CancellationToken.None)).ShouldBe(CommitOutcome.Conflict);
        await store.CommitAsync(new ShardCommit { Lease = lease, EndedWork = [work.Key] }, CancellationToken.None);
        (await store.ReadWorkAsync(lease.Shard, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Timer_is_due_by_the_stores_clock_and_the_next_one_is_told()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        TimerRow late = new(Entity, "late", TimeProvider.System.GetUtcNow().AddHours(1), "t", Something, 0);
        await store.CommitAsync(new ShardCommit { Lease = lease, SetTimers = [late] }, CancellationToken.None);

        DueTimers timers = await store.ReadTimersAsync(lease.Shard, 10, CancellationToken.None);

        timers.Due.ShouldBeEmpty();
        timers.UntilNext.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task Messages_are_taken_in_the_order_of_sending_behind_a_cursor()
    {
        await using IActorStore store = await OpenAsync();
        await JoinAsync(store);
        (await store.SendAsync([.. Enumerable.Range(0, 50).Select(i => Message($"m{i}"))], null, CancellationToken.None)).ShouldBe(50);

        InboxPage page = await store.TakeAsync(1, 0, 20, [], CancellationToken.None);
        InboxPage rest = await store.TakeAsync(1, page.Rows[^1].Sequence, 100, [], CancellationToken.None);

        page.Rows.Concat(rest.Rows).Select(row => row.MessageId).ShouldBe(Enumerable.Range(0, 50).Select(i => $"m{i}"));
        rest.LastSequence.ShouldBe(rest.Rows[^1].Sequence);
    }

    [Fact]
    public async Task Request_is_stored_once_also_when_it_is_sent_twice_in_one_go()
    {
        await using IActorStore store = await OpenAsync();
        await JoinAsync(store);
        (await store.SendAsync([Message("a", "r"), Message("b", "r"), Message("c")], null, CancellationToken.None)).ShouldBe(2);
        int[] stored = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.SendAsync([Message($"x{i}", "same")], null, CancellationToken.None)));
        stored.Sum().ShouldBe(1);
        (await store.TakeAsync(1, 0, 100, [], CancellationToken.None)).Rows.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Message_that_fails_becomes_a_dead_letter_at_the_limit_and_its_request_fails()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        lease = (await store.ClaimAsync(lease.Owner, [1], CancellationToken.None))[0];
        await store.SendAsync([Message("m", "r")], null, CancellationToken.None);
        long sequence = (await store.TakeAsync(1, 0, 1, [], CancellationToken.None)).Rows[0].Sequence;
        FailedAttempt attempt = new(lease, sequence, null, "m", "boom", 2, TimeSpan.FromHours(1));

        (await store.RecordFailureAsync(attempt, CancellationToken.None)).ShouldBe(AttemptOutcome.Counted);
        (await store.TakeAsync(1, 0, 1, [], CancellationToken.None)).Rows[0].Attempts.ShouldBe(1);
        (await store.RecordFailureAsync(attempt with { Lease = lease with { Epoch = 0 } }, CancellationToken.None)).ShouldBe(AttemptOutcome.Fenced);
        (await store.RecordFailureAsync(attempt, CancellationToken.None)).ShouldBe(AttemptOutcome.DeadLettered);

        (await store.TakeAsync(1, 0, 1, [], CancellationToken.None)).Rows.ShouldBeEmpty();
        RequestRow request = (await store.ReadRequestAsync("r", CancellationToken.None)).ShouldNotBeNull();
        (request.Status, request.Error).ShouldBe((RequestStatus.Failed, "boom"));
        DeadLetter letter = (await store.ReadDeadLettersAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        (letter.MessageId, letter.Attempts, letter.Error).ShouldBe(("m", 2, "boom"));
        (await store.RecordFailureAsync(attempt, CancellationToken.None)).ShouldBe(AttemptOutcome.Counted);
    }

    [Fact]
    public async Task Timer_that_fails_becomes_a_dead_letter_at_the_limit()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        TimerRow timer = new(Entity, "t", DateTimeOffset.UnixEpoch, "m", Something, 0);
        await store.CommitAsync(new ShardCommit { Lease = lease, SetTimers = [timer] }, CancellationToken.None);
        FailedAttempt attempt = new(lease, null, new TimerKey(Entity, "t"), "m", "boom", 2, TimeSpan.FromHours(1));

        (await store.RecordFailureAsync(attempt, CancellationToken.None)).ShouldBe(AttemptOutcome.Counted);
        (await store.RecordFailureAsync(attempt, CancellationToken.None)).ShouldBe(AttemptOutcome.DeadLettered);

        (await store.ReadTimersAsync(lease.Shard, 10, CancellationToken.None)).Due.ShouldBeEmpty();
    }

    [Fact]
    public async Task View_pages_filter_and_go_in_both_directions()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        ViewRow[] rows = [.. "aBcd".Select((id, i) => new ViewRow("v", id.ToString(), i < 3 ? "one" : "two", i % 2 == 0 ? "even" : "odd", "{}"))];
        await store.CommitAsync(new ShardCommit { Lease = lease, PutRows = [.. rows, new ViewRow("w", "z", "one", "even", "{}")] }, CancellationToken.None);
        (await store.ReadViewRowsAsync("v", ["B", "z", "a", "no"], CancellationToken.None)).Select(static row => row.Id).Order(StringComparer.Ordinal).ShouldBe(["B", "a"]);

        async Task<string> IdsAsync(ViewQuery query) => string.Concat((await store.QueryViewAsync(query, CancellationToken.None)).Select(row => row.Id));
        (await IdsAsync(new ViewQuery("v"))).ShouldBe("Bacd");
        (await IdsAsync(new ViewQuery("v", NewestFirst: true, Limit: 2))).ShouldBe("dc");
        (await IdsAsync(new ViewQuery("v", AfterId: "a"))).ShouldBe("cd");
        (await IdsAsync(new ViewQuery("v", AfterId: "c", NewestFirst: true))).ShouldBe("aB");
        (await IdsAsync(new ViewQuery("v", Scope: "one", Status: "even"))).ShouldBe("ac");
    }

    [Fact]
    public async Task Finished_entity_is_removed_with_its_row_when_its_time_is_over_and_others_stay()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        EntityId other = new("counter", "two");
        ViewRow row = new("v", "1", "", "", "{}");
        await store.CommitAsync(
            new ShardCommit
            {
                Lease = lease,
                Events = [Event(1), Event(1) with { Entity = other }],
                Snapshots = [new SnapshotRow(Entity, 1, 1, Something)],
                PutRows = [row, row with { Id = "2" }],
                Finished = [new FinishedRow(Entity, "v", "1")],
            },
            CancellationToken.None);

        (await store.DeleteFinishedAsync(TimeSpan.FromHours(1), 10, CancellationToken.None)).ShouldBe(0);
        (await store.ReadSequenceAsync(Entity, CancellationToken.None)).ShouldBe(1);
        (await store.DeleteFinishedAsync(TimeSpan.FromHours(-1), 10, CancellationToken.None)).ShouldBe(1);
        (await store.DeleteFinishedAsync(TimeSpan.FromHours(-1), 10, CancellationToken.None)).ShouldBe(0);

        (await store.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBeEmpty();
        (await store.LoadAsync([new EntityLookup(Entity, 1)], CancellationToken.None)).ShouldHaveSingleItem().Snapshot.ShouldBeNull();
        (await store.QueryViewAsync(new ViewQuery("v"), CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe("2");
        (await store.ReadSequenceAsync(other, CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Shards_with_a_message_or_a_due_timer_are_found()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        TimerRow timer = new(Entity, "t", DateTimeOffset.UnixEpoch, "m", Something, 0);
        await store.CommitAsync(
            new ShardCommit { Lease = lease, SetTimers = [timer, timer with { Name = "later", Due = TimeProvider.System.GetUtcNow().AddHours(1) }] }, CancellationToken.None);
        await store.SendAsync([Message("m")], null, CancellationToken.None);

        (await store.FindWaitingAsync([0, 1, 2, lease.Shard], CancellationToken.None)).Order().ShouldBe([1, lease.Shard]);
    }

    [Fact]
    public async Task Node_that_leaves_frees_its_shards_and_cannot_renew()
    {
        await using IActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        (await store.ClaimAsync(lease.Owner, [0, 1, 2], CancellationToken.None)).Count.ShouldBe(3);
        (await store.ClaimAsync(lease.Owner, [1], CancellationToken.None)).ShouldBeEmpty();
        (await store.RenewAsync(lease.Owner, TimeSpan.FromSeconds(10), CancellationToken.None)).ShouldNotBeNull();
        (await store.RequestLeaveAsync(lease.Owner, CancellationToken.None)).ShouldBeTrue();
        (await store.ReadClusterAsync(CancellationToken.None)).Nodes.ShouldHaveSingleItem().IsLeaving.ShouldBeTrue();

        await store.LeaveAsync(lease.Owner, CancellationToken.None);

        (await store.RenewAsync(lease.Owner, TimeSpan.FromSeconds(10), CancellationToken.None)).ShouldBeNull();
        ClusterPicture picture = await store.ReadClusterAsync(CancellationToken.None);
        picture.Shards.ShouldAllBe(shard => shard.Owner == null);
        picture.Shards.Single(shard => shard.Shard == 1).Epoch.ShouldBe(2);
        picture.Nodes.ShouldHaveSingleItem().State.ShouldBe(NodeState.Left);
    }

    protected abstract Task<IActorStore> OpenAsync();

    private static EventRow Event(long sequence) => new(Entity, sequence, 1, Something, "m", DateTimeOffset.UnixEpoch);

    private static MessageRow Message(string id, string? requestId = null) => new(1, id, Entity, Something, requestId);

    private static async Task<ShardLease> JoinAsync(IActorStore store) =>
        (await store.JoinAsync(new NodeRegistration(Guid.NewGuid(), "one", "", "", 4, TimeSpan.FromSeconds(10)), CancellationToken.None)).PrivateShard;
}
