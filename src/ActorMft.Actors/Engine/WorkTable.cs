using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>The works of one shard: what is stored runs, what is not stored does not, and never two runs of one work at once.</summary>
internal sealed class WorkTable(EngineParts parts, IMessenger messenger)
{
    private readonly ILogger _logger = parts.LoggerFactory.CreateLogger<WorkTable>();
    private readonly Lock _gate = new();
    private readonly Dictionary<WorkKey, WorkSlot> _slots = [];
    private bool _isSuspended;
    private bool _isStopped;

    /// <summary>Follows a commit: starts (set) and ends (null).</summary>
    internal void Apply(IReadOnlyDictionary<WorkKey, WorkRow?> changes)
    {
        lock (_gate)
        {
            foreach ((WorkKey key, WorkRow? row) in changes)
            {
                Set(key, row);
            }
        }
    }

    /// <summary>Makes it so that exactly the stored works run.</summary>
    internal void Reconcile(IReadOnlyList<WorkRow> rows)
    {
        lock (_gate)
        {
            HashSet<WorkKey> stored = [.. rows.Select(static row => row.Key)];
            foreach (WorkKey key in _slots.Keys.Where(key => !stored.Contains(key)).ToList())
            {
                Set(key, null);
            }

            foreach (WorkRow row in rows)
            {
                if (!_slots.TryGetValue(row.Key, out WorkSlot? slot) || slot.Row?.StartId != row.StartId)
                {
                    Set(row.Key, row);
                }
            }
        }
    }

    /// <summary>The lease could not be renewed: cancels the runs, except of private kinds.</summary>
    internal void Suspend()
    {
        lock (_gate)
        {
            _isSuspended = true;
            foreach ((WorkKey key, WorkSlot slot) in _slots)
            {
                if (!OutlivesLapse(key))
                {
                    StopRun(slot);
                }
            }
        }
    }

    /// <summary>The lease holds again: runs what was cancelled.</summary>
    internal void Resume()
    {
        lock (_gate)
        {
            _isSuspended = false;
            foreach ((WorkKey key, WorkSlot slot) in _slots)
            {
                StartRun(key, slot);
            }
        }
    }

    /// <summary>Cancels all runs, starts none any more, and completes when all have ended.</summary>
    internal Task StopAsync()
    {
        lock (_gate)
        {
            _isStopped = true;
            foreach (WorkSlot slot in _slots.Values)
            {
                StopRun(slot);
            }

            return Task.WhenAll(_slots.Values.Select(static slot => slot.Before));
        }
    }

    private bool OutlivesLapse(WorkKey key) => parts.Kinds.TryGetValue(key.Owner.Kind, out EntityKind? kind) && kind.PrivateShard;

    private void Set(WorkKey key, WorkRow? row)
    {
        if (!_slots.TryGetValue(key, out WorkSlot? slot))
        {
            if (row is null)
            {
                return;
            }

            _slots.Add(key, slot = new WorkSlot());
        }

        StopRun(slot);
        slot.Row = row;
        if (row is null)
        {
            _ = ForgetAsync(key, slot);
        }
        else
        {
            StartRun(key, slot);
        }
    }

    private void StartRun(WorkKey key, WorkSlot slot)
    {
        if (slot.Row is null || slot.Run is not null || _isStopped || (_isSuspended && !OutlivesLapse(key)))
        {
            return;
        }

        slot.Run = new WorkRun(parts, slot.Row, messenger, _logger);
        slot.Run.Start(slot.Before);
    }

    private static void StopRun(WorkSlot slot)
    {
        if (slot.Run is { } run)
        {
            slot.Run = null;
            slot.Before = run.StopAsync();
        }
    }

    private async Task ForgetAsync(WorkKey key, WorkSlot slot)
    {
        await slot.Before;
        lock (_gate)
        {
            if (slot.Row is null)
            {
                _slots.Remove(key);
            }
        }
    }
}
