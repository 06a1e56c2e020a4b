namespace ActorMft.Node.Sessions;

/// <summary>Counts what a stranger can make happen too often for a line in the log each: the first is told at once, then those since, once in a while. For one thread.</summary>
/// <param name="pause">The least time between two lines.</param>
/// <param name="time">The clock.</param>
internal sealed class Tally(TimeSpan pause, TimeProvider time)
{
    private long? _toldAt;
    private int _count;

    /// <returns>How many there were since the last time, when they are to be told now; else 0.</returns>
    public int Add()
    {
        _count++;
        if (_toldAt is { } toldAt && time.GetElapsedTime(toldAt) < pause)
        {
            return 0;
        }

        var count = _count;
        (_toldAt, _count) = (time.GetTimestamp(), 0);
        return count;
    }
}
