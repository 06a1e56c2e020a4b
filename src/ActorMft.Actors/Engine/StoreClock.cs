namespace ActorMft.Actors.Engine;

/// <summary>
/// The store's time as this node reckons it, so that nodes whose own clocks differ agree on what is due. Timestamps and timers are
/// the local monotonic clock's; only the date comes from the store. Before the first reading it is the local date.
/// </summary>
internal sealed class StoreClock(TimeProvider local) : TimeProvider
{
    /// <summary>How far two monotonic clocks may part: 200 ppm, more than the crystals of servers do.</summary>
    private const double Drift = 200e-6;

    private volatile Reading? _reading;

    public override long TimestampFrequency => local.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => local.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _reading is { } reading ? At(reading, GetTimestamp()) : local.GetUtcNow();

    public override long GetTimestamp() => local.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        local.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Takes in what the store's clock showed some time between two timestamps. A reading is kept for as long as it is the sharpest one;
    /// one that contradicts it replaces it: the store's clock was set, or another server took over.
    /// </summary>
    internal void Learn(DateTimeOffset storeTime, long sentAt, long receivedAt)
    {
        TimeSpan roundTrip = local.GetElapsedTime(sentAt, receivedAt);
        Reading next = new(storeTime + (roundTrip / 2), receivedAt, roundTrip / 2);
        if (_reading is { } known)
        {
            TimeSpan error = known.Error + (local.GetElapsedTime(known.Timestamp, receivedAt) * Drift);
            bool agree = (next.Time - At(known, receivedAt)).Duration() <= error + next.Error;
            if (agree && next.Error > error)
            {
                return;
            }
        }

        _reading = next;
    }

    private DateTimeOffset At(Reading reading, long timestamp) => reading.Time + local.GetElapsedTime(reading.Timestamp, timestamp);

    /// <param name="Time">The store's time at the timestamp, as likely as not.</param>
    /// <param name="Error">The most by which it can be wrong.</param>
    private sealed record Reading(DateTimeOffset Time, long Timestamp, TimeSpan Error);
}
