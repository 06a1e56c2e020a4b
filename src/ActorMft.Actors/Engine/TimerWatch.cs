using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Reads a shard's due timers, and not more often than one can be due. Only the shard's own loop uses it.</summary>
internal sealed class TimerWatch(EngineParts parts, int shard, TimeSpan longestWait)
{
    private long _readAt;
    private TimeSpan _wait;

    /// <summary>How long until the next read is worth while.</summary>
    internal TimeSpan Wait
    {
        get
        {
            TimeSpan rest = _wait - parts.Time.GetElapsedTime(_readAt);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Timers have changed: the next read is worth while at once.</summary>
    internal void Reset() => _wait = TimeSpan.Zero;

    internal async Task<IReadOnlyList<TimerRow>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Wait > TimeSpan.Zero)
        {
            return [];
        }

        long readAt = parts.Time.GetTimestamp();
        int limit = parts.Options.BatchLimit;
        DueTimers timers = await parts.Store.ReadTimersAsync(shard, limit, cancellationToken);
        _readAt = readAt;
        _wait = timers.Due.Count == limit ? TimeSpan.Zero : timers.UntilNext is { } next && next < longestWait ? next : longestWait;
        return timers.Due;
    }
}
