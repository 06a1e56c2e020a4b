namespace ActorMft.Actors.Engine;

/// <summary>
/// Until when this node may act, by its own monotonic clock: the moment before the renewal was sent, plus the lease, less a fifth.
/// </summary>
internal sealed class LeaseClock(TimeProvider time, TimeSpan lease)
{
    private readonly long _allowance = (long)(lease.TotalSeconds * 0.8 * time.TimestampFrequency);
    private long _deadline = long.MinValue;

    /// <summary>Whether handlers may start.</summary>
    internal bool IsHeld => time.GetTimestamp() < Interlocked.Read(ref _deadline);

    /// <summary>How long it is held; zero when it is not.</summary>
    internal TimeSpan Remaining
    {
        get
        {
            long now = time.GetTimestamp();
            long deadline = Interlocked.Read(ref _deadline);
            return now < deadline ? time.GetElapsedTime(now, deadline) : TimeSpan.Zero;
        }
    }

    /// <param name="sentAt">The timestamp before the renewal was sent.</param>
    internal void Extend(long sentAt) => Interlocked.Exchange(ref _deadline, sentAt + _allowance);

    internal void Revoke() => Interlocked.Exchange(ref _deadline, long.MinValue);
}
