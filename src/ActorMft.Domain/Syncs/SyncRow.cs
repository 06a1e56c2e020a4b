namespace ActorMft.Domain.Syncs;

/// <summary>A sync in the list.</summary>
/// <param name="Hold">Why it can't run now.</param>
/// <param name="Running">The run in progress.</param>
/// <param name="Progress">What that run has done so far.</param>
/// <param name="Last">How the last run ended.</param>
/// <param name="NextRun">When its schedule starts it next.</param>
/// <param name="Doing">What that run is at while it copies nothing.</param>
public sealed record SyncRow(
    string Organization, string Name, string? Hold, SyncRunning? Running, SyncCounts? Progress, SyncOutcome? Last, DateTimeOffset? NextRun, string? Doing = null);
