namespace ActorMft.Actors.Engine;

/// <summary>How long to wait before the next attempt: twice as long after each failure, up to the longest.</summary>
internal sealed class RetryPause(TimeSpan first, TimeSpan longest)
{
    /// <summary>More doublings would only overflow.</summary>
    private const int MostDoublings = 10;

    /// <param name="failures">Those before the one that has just been.</param>
    internal TimeSpan After(int failures)
    {
        TimeSpan pause = first * Math.Pow(2, Math.Min(failures, MostDoublings));
        return pause < longest ? pause : longest;
    }
}
