using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>Gathers the decisions of one round into one commit. Of several changes to the same thing, the last one counts.</summary>
internal sealed partial class CommitBuilder(EngineParts parts, ShardLease lease)
{
    private readonly ILogger _logger = parts.LoggerFactory.CreateLogger<CommitBuilder>();
    private readonly List<EventRow> _events = [];
    private readonly List<long> _handled = [];
    private readonly List<FiredTimer> _fired = [];
    private readonly List<MessageRow> _sends = [];
    private readonly List<RequestChange> _newRequests = [];
    private readonly List<RequestChange> _requests = [];
    private readonly OrderedDictionary<TimerKey, TimerRow?> _timers = [];
    private readonly OrderedDictionary<WorkKey, WorkRow?> _works = [];
    private readonly OrderedDictionary<ViewKey, ViewRow?> _rows = [];
    private readonly OrderedDictionary<EntityId, EntityMemory> _touched = [];
    private readonly OrderedDictionary<EntityId, FinishedRow> _finished = [];

    internal bool IsEmpty { get; private set; } = true;

    /// <summary>The works to start (set) and to end (null), in order.</summary>
    internal IReadOnlyDictionary<WorkKey, WorkRow?> Works => _works;

    /// <summary>Whether there are messages for its own shard that cannot wait.</summary>
    internal bool SendsToItsShard { get; private set; }

    /// <summary>The other shards with messages that cannot wait.</summary>
    internal HashSet<int> ShardsToWake { get; } = [];

    /// <summary>Whether an earlier decision of the round set or cancelled this timer.</summary>
    internal bool Changes(TimerKey timer) => _timers.ContainsKey(timer);

    internal void Add(Input input, EntityMemory entity, EntityDecision decision, EncodedDecision encoded)
    {
        IsEmpty = false;
        _events.AddRange(encoded.Events);
        AddSends(decision, encoded);
        foreach (RequestChange change in encoded.Requests)
        {
            (input.Handed is not null && change.IsFirst ? _newRequests : _requests).Add(change);
        }

        if (input.InboxSequence is { } sequence)
        {
            _handled.Add(sequence);
        }
        else if (input.TimerName is { } timer)
        {
            _fired.Add(new FiredTimer(new TimerKey(input.Entity, timer), input.MessageId));
        }

        AddTimers(input.Entity, decision, encoded);
        AddWorks(input.Entity, decision, encoded);
        foreach (ViewChange change in decision.Views)
        {
            _rows[new ViewKey(change.View, change.Id)] = (change as PutRow)?.Row;
        }

        if (decision.Finished is { } finished)
        {
            _finished[input.Entity] = new FinishedRow(input.Entity, finished.View, finished.RowId);
        }

        if (encoded.Events.Count > 0)
        {
            _touched[input.Entity] = entity;
        }
    }

    /// <summary>The views whose rows it changes.</summary>
    internal IReadOnlySet<string> ChangedViews() => _rows.Keys.Select(static key => key.View).ToHashSet(StringComparer.Ordinal);

    internal ShardCommit Build() => new()
    {
        Lease = lease,
        Events = _events,
        HandledMessages = _handled,
        FiredTimers = _fired,
        CancelledTimers = Removed(_timers),
        SetTimers = Kept(_timers),
        Sends = _sends,
        EndedWork = Removed(_works),
        StartedWork = Kept(_works),
        NewRequests = _newRequests,
        Requests = _requests,
        RemovedRows = Removed(_rows),
        PutRows = Kept(_rows),
        Snapshots = Snapshots(),
        Finished = [.. _finished.Values],
        RequestRetention = parts.Options.RequestRetention,
    };

    private static List<TKey> Removed<TKey, TRow>(OrderedDictionary<TKey, TRow?> changes)
        where TKey : notnull
        where TRow : class
    {
        List<TKey> removed = [];
        foreach ((TKey key, TRow? row) in changes)
        {
            if (row is null)
            {
                removed.Add(key);
            }
        }

        return removed;
    }

    private static List<TRow> Kept<TKey, TRow>(OrderedDictionary<TKey, TRow?> changes)
        where TKey : notnull
        where TRow : class
    {
        List<TRow> kept = new(changes.Count);
        foreach (TRow? row in changes.Values)
        {
            if (row is not null)
            {
                kept.Add(row);
            }
        }

        return kept;
    }

    private void AddSends(EntityDecision decision, EncodedDecision encoded)
    {
        _sends.AddRange(encoded.Sends);
        for (int i = 0; i < encoded.Sends.Count; i++)
        {
            if (decision.Sends[i].CanWait)
            {
                continue;
            }

            if (encoded.Sends[i].Shard == lease.Shard)
            {
                SendsToItsShard = true;
            }
            else
            {
                ShardsToWake.Add(encoded.Sends[i].Shard);
            }
        }
    }

    private void AddTimers(EntityId entity, EntityDecision decision, EncodedDecision encoded)
    {
        int set = 0;
        foreach (TimerChange change in decision.Timers)
        {
            _timers[new TimerKey(entity, change.Name)] = change is SetTimer ? encoded.SetTimers[set++] : null;
        }
    }

    private void AddWorks(EntityId entity, EntityDecision decision, EncodedDecision encoded)
    {
        int started = 0;
        foreach (WorkChange change in decision.Work)
        {
            _works[new WorkKey(entity, change.WorkId)] = change is StartWork ? encoded.StartedWork[started++] : null;
        }
    }

    private List<SnapshotRow> Snapshots()
    {
        List<SnapshotRow> snapshots = [];
        foreach ((EntityId entity, EntityMemory memory) in _touched)
        {
            if (!memory.WantsSnapshot)
            {
                continue;
            }

            memory.SnapshotSequence = memory.Sequence;
            try
            {
                snapshots.Add(new SnapshotRow(entity, memory.Sequence, memory.Kind.StateVersion, parts.Codec.Encode(memory.State)));
            }
            catch (Exception exception)
            {
                // The events say it all; a state that cannot be stored must not stop its entity.
                LogSnapshotFailed(exception, entity);
            }
        }

        return snapshots;
    }

    [LoggerMessage(116, LogLevel.Error, "No snapshot of {Entity}: its state cannot be encoded.")]
    private partial void LogSnapshotFailed(Exception exception, EntityId entity);
}
