using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>What the store of a cluster keeps, in memory, with its own clock. Every method is one transaction.</summary>
internal sealed class SimulatedDatabase(World world)
{
    private readonly Dictionary<Guid, NodeMember> _nodes = [];
    private readonly SortedDictionary<int, ShardStatus> _shards = [];
    private long _nextSequence = 1;

    /// <summary>A store whose fence does not fence: the checks must notice.</summary>
    internal bool FenceIsBroken { get; init; }

    /// <summary>How far the database's clock is ahead of the world's.</summary>
    internal TimeSpan ClockOffset { get; set; }

    internal List<DatabaseEntry> Log { get; } = [];

    internal List<string> Violations { get; } = [];

    internal Dictionary<EntityId, List<EventRow>> Events { get; } = [];

    internal Dictionary<EntityId, SnapshotRow> Snapshots { get; } = [];

    internal SortedDictionary<(int Shard, long Sequence), InboxRow> Inbox { get; } = [];

    internal OrderedDictionary<(int Shard, TimerKey Key), TimerRow> Timers { get; } = [];

    internal OrderedDictionary<(int Shard, WorkKey Key), WorkRow> Works { get; } = [];

    internal Dictionary<string, RequestRow> Requests { get; } = [];

    internal Dictionary<string, DeadLetter> DeadLetters { get; } = [];

    internal SortedDictionary<(string View, string Id), ViewRow> Views { get; } = [];

    internal IEnumerable<ShardStatus> Shards => _shards.Values;

    internal DateTimeOffset Clock => SimulatedTime.Epoch + TimeSpan.FromTicks(world.Now) + ClockOffset;

    internal long ReserveSequences(int count)
    {
        long first = _nextSequence;
        _nextSequence += count;
        return first;
    }

    internal ShardLease Join(NodeRegistration node)
    {
        for (int shard = 0; shard < node.Shards; shard++)
        {
            _shards.TryAdd(shard, new ShardStatus(shard, null, null, 0, null));
        }

        _nodes.Add(node.Incarnation, new NodeMember(node.Incarnation, node.Name, NodeState.Up, "", "", Clock + node.Lease, false, 0, false, Clock));
        int mine = _shards.Values.Where(shard => shard.PrivateTo == node.Name && !IsUp(shard.Owner)).Select(static shard => shard.Shard)
            .DefaultIfEmpty(Math.Max(ShardMap.FirstPrivateShard, _shards.Keys.Max() + 1)).First();
        _shards.TryAdd(mine, new ShardStatus(mine, node.Name, null, 0, null));
        return Claim(node.Incarnation, [mine])[0];
    }

    internal bool Renew(Guid incarnation, TimeSpan lease)
    {
        NodeMember node = _nodes[incarnation];
        if (node.State != NodeState.Up || node.LeaseUntil <= Clock)
        {
            return false;
        }

        _nodes[incarnation] = node with { LeaseUntil = Clock + lease, Beat = node.Beat + 1 };
        return true;
    }

    internal bool RequestLeave(Guid incarnation)
    {
        bool isUp = IsUp(incarnation);
        if (isUp)
        {
            _nodes[incarnation] = _nodes[incarnation] with { IsLeaving = true };
        }

        return isUp;
    }

    internal bool Leave(Guid incarnation)
    {
        if (_nodes[incarnation].State == NodeState.Up)
        {
            _nodes[incarnation] = _nodes[incarnation] with { State = NodeState.Left };
        }

        foreach (ShardStatus shard in _shards.Values.Where(shard => shard.Owner == incarnation).ToList())
        {
            SetOwner(shard, null);
        }

        return true;
    }

    internal ClusterPicture Read() =>
        new([.. _nodes.Values.Select(node => node with { LeaseOut = node.LeaseUntil <= Clock })], [.. _shards.Values], Clock);

    internal bool DeclareDead(Guid incarnation, long beat)
    {
        NodeMember node = _nodes[incarnation];
        bool isDead = node.State == NodeState.Up && node.Beat == beat && node.LeaseUntil <= Clock;
        if (isDead)
        {
            _nodes[incarnation] = node with { State = NodeState.Dead };
        }

        return isDead;
    }

    internal IReadOnlyList<ShardLease> Claim(Guid incarnation, IReadOnlyList<int> shards)
    {
        List<ShardLease> leases = [];
        foreach (int number in shards)
        {
            ShardStatus shard = _shards[number];
            if (!IsUp(shard.Owner) && IsUp(incarnation))
            {
                SetOwner(shard with { DesiredOwner = null }, incarnation);
                leases.Add(new ShardLease(number, incarnation, shard.Epoch + 1));
            }
        }

        return leases;
    }

    internal bool Release(ShardLease lease)
    {
        bool holds = Holds(lease);
        if (holds)
        {
            SetOwner(_shards[lease.Shard], null);
        }

        return holds;
    }

    internal bool SetDesiredOwners(IReadOnlyList<(int Shard, Guid Owner)> moves)
    {
        foreach ((int shard, Guid owner) in moves)
        {
            _shards[shard] = _shards[shard] with { DesiredOwner = owner };
        }

        return true;
    }

    internal InboxPage Take(int shard, long after, int limit, IReadOnlyList<string> requests)
    {
        List<InboxRow> rows = [.. Inbox.Where(row => row.Key.Shard == shard).Select(static row => row.Value)];
        return new InboxPage([.. rows.Where(row => row.Sequence > after).Take(limit)], rows.Count == 0 ? 0 : rows[^1].Sequence, [.. requests.Where(Requests.ContainsKey)]);
    }

    internal DueTimers ReadTimers(int shard, int limit)
    {
        DateTimeOffset clock = Clock;
        List<TimerRow> mine = [.. Timers.Where(timer => timer.Key.Shard == shard).Select(static timer => timer.Value).OrderBy(static timer => timer.Due)];
        List<TimerRow> later = [.. mine.Where(timer => timer.Due > clock)];
        return new DueTimers([.. mine.Where(timer => timer.Due <= clock).Take(limit)], later.Count == 0 ? null : later[0].Due - clock);
    }

    internal EntityRecord Load(EntityLookup lookup)
    {
        SnapshotRow? snapshot = Snapshots.GetValueOrDefault(lookup.Entity);
        snapshot = snapshot?.StateVersion == lookup.StateVersion ? snapshot : null;
        List<EventRow> events = Events.GetValueOrDefault(lookup.Entity) ?? [];
        return new EntityRecord(lookup.Entity, snapshot, [.. events.Where(row => row.Sequence > (snapshot?.Sequence ?? 0))]);
    }

    internal CommitOutcome Commit(ShardCommit commit)
    {
        int shard = commit.Lease.Shard;
        if (IsFenced(commit.Lease))
        {
            return CommitOutcome.Fenced;
        }

        bool fits = commit.Events.GroupBy(static row => row.Entity).All(group => Length(group.Key) == group.First().Sequence - 1)
            && commit.HandledMessages.All(sequence => Inbox.ContainsKey((shard, sequence)))
            && commit.NewRequests.All(change => !Requests.ContainsKey(change.RequestId))
            && commit.NewRequests.DistinctBy(static change => change.RequestId).Count() == commit.NewRequests.Count
            && commit.FiredTimers.All(timer => Timers.TryGetValue((shard, timer.Key), out TimerRow? row) && row.MessageId == timer.MessageId);
        if (!fits)
        {
            return CommitOutcome.Conflict;
        }

        Note(commit.Lease);
        Apply(commit, shard);
        return CommitOutcome.Committed;
    }

    internal AttemptOutcome RecordFailure(FailedAttempt attempt)
    {
        if (IsFenced(attempt.Lease))
        {
            return AttemptOutcome.Fenced;
        }

        Note(attempt.Lease);
        return attempt.Timer is { } timer ? RecordTimer((attempt.Lease.Shard, timer), attempt) : RecordMessage((attempt.Lease.Shard, attempt.InboxSequence ?? -1), attempt);
    }

    internal int Send(IReadOnlyList<MessageRow> messages, ShardLease? fence, long firstSequence)
    {
        if (fence is { } lease)
        {
            if (IsFenced(lease))
            {
                throw new StoreException(StoreFailure.Fenced, "Fenced.");
            }

            Note(lease);
        }

        int stored = 0;
        foreach (MessageRow message in messages)
        {
            if (message.RequestId is null || Requests.TryAdd(message.RequestId, new RequestRow(message.RequestId, RequestStatus.Pending, null, null)))
            {
                Inbox.Add(
                    (message.Shard, firstSequence),
                    new InboxRow(firstSequence, message.MessageId, message.To, message.Message, message.RequestId, 0));
                stored++;
            }

            firstSequence++;
        }

        return stored;
    }

    private bool IsUp(Guid? incarnation) => incarnation is { } one && _nodes[one].State == NodeState.Up;

    private bool Holds(ShardLease lease) => _shards[lease.Shard].Owner == lease.Owner && _shards[lease.Shard].Epoch == lease.Epoch;

    private bool IsFenced(ShardLease lease) => !FenceIsBroken && !Holds(lease);

    private void Note(ShardLease lease) => Log.Add(new DatabaseEntry(lease.Shard, false, lease.Epoch, world.Now));

    private AttemptOutcome RecordMessage((int, long) key, FailedAttempt attempt)
    {
        if (!Inbox.TryGetValue(key, out InboxRow? row))
        {
            return AttemptOutcome.Counted;
        }

        row = row with { Attempts = row.Attempts + 1 };
        Inbox[key] = row;
        if (row.Attempts < attempt.Limit)
        {
            return AttemptOutcome.Counted;
        }

        Inbox.Remove(key);
        DeadLetters.Add(row.MessageId, new DeadLetter(row.MessageId, row.To, row.Message.Type, row.Message.Json, row.Attempts, attempt.Error, Clock));
        if (row.RequestId is { } request && Requests[request].Status < RequestStatus.Answered)
        {
            Requests[request] = new RequestRow(request, RequestStatus.Failed, null, attempt.Error);
        }

        return AttemptOutcome.DeadLettered;
    }

    private AttemptOutcome RecordTimer((int, TimerKey) key, FailedAttempt attempt)
    {
        if (!Timers.TryGetValue(key, out TimerRow? row) || row.MessageId != attempt.MessageId)
        {
            return AttemptOutcome.Counted;
        }

        row = row with { Attempts = row.Attempts + 1 };
        Timers[key] = row;
        if (row.Attempts < attempt.Limit)
        {
            return AttemptOutcome.Counted;
        }

        Timers.Remove(key);
        DeadLetters.Add(row.MessageId, new DeadLetter(row.MessageId, row.Entity, row.Message.Type, row.Message.Json, row.Attempts, attempt.Error, Clock));
        return AttemptOutcome.DeadLettered;
    }

    private int Length(EntityId entity) => Events.TryGetValue(entity, out List<EventRow>? events) ? events.Count : 0;

    private void SetOwner(ShardStatus shard, Guid? owner)
    {
        _shards[shard.Shard] = shard with { Owner = owner, Epoch = shard.Epoch + 1 };
        Log.Add(new DatabaseEntry(shard.Shard, true, shard.Epoch + 1, world.Now));
    }

    private void Apply(ShardCommit commit, int shard)
    {
        foreach (EventRow row in commit.Events)
        {
            if (!Events.TryGetValue(row.Entity, out List<EventRow>? events))
            {
                Events.Add(row.Entity, events = []);
            }

            events.Add(row);
        }

        foreach (long sequence in commit.HandledMessages)
        {
            Inbox.Remove((shard, sequence));
        }

        foreach (FiredTimer timer in commit.FiredTimers)
        {
            if (Timers[(shard, timer.Key)].Due > Clock)
            {
                Violations.Add($"9: the timer {timer.Key} fired before it was due.");
            }

            Timers.Remove((shard, timer.Key));
        }

        foreach (TimerKey timer in commit.CancelledTimers)
        {
            Timers.Remove((shard, timer));
        }

        foreach (TimerRow timer in commit.SetTimers)
        {
            Timers[(shard, new TimerKey(timer.Entity, timer.Name))] = timer;
        }

        foreach (RequestChange change in commit.NewRequests)
        {
            Requests.Add(change.RequestId, new RequestRow(change.RequestId, change.Reply is null ? RequestStatus.Handled : RequestStatus.Answered, change.Reply, null));
        }

        Send(commit.Sends, null, ReserveSequences(commit.Sends.Count));
        foreach (WorkKey work in commit.EndedWork)
        {
            Works.Remove((shard, work));
        }

        foreach (WorkRow work in commit.StartedWork)
        {
            Works[(shard, work.Key)] = work;
        }

        foreach (RequestChange change in commit.Requests)
        {
            if (Requests[change.RequestId].Status < RequestStatus.Answered)
            {
                RequestStatus status = change.Reply is null ? RequestStatus.Handled : RequestStatus.Answered;
                Requests[change.RequestId] = new RequestRow(change.RequestId, status, change.Reply, null);
            }
        }

        foreach (ViewKey row in commit.RemovedRows)
        {
            Views.Remove((row.View, row.Id));
        }

        foreach (ViewRow row in commit.PutRows)
        {
            Views[(row.View, row.Id)] = row;
        }

        foreach (SnapshotRow snapshot in commit.Snapshots)
        {
            Snapshots[snapshot.Entity] = snapshot;
        }
    }
}
