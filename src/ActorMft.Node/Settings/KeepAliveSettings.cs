namespace ActorMft.Node.Settings;

/// <summary>When a silent peer is asked for a sign of life.</summary>
/// <param name="Interval"><c>.interval</c>: after so long, and again after the same time; 0 s to 1 h. 0 s: never.</param>
/// <param name="Count"><c>.count</c>: so many unanswered in a row end the connection; 1 to 100.</param>
public sealed record KeepAliveSettings(TimeSpan Interval, int Count)
{
    /// <summary>The interval, or null for never.</summary>
    public TimeSpan? IntervalOrNever => Interval > TimeSpan.Zero ? Interval : null;
}
