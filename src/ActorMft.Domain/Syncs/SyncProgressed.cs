namespace ActorMft.Domain.Syncs;

/// <summary>From the run: what it has done so far. Only shown.</summary>
/// <param name="Doing">What it is at while it copies nothing, as a sentence.</param>
public sealed record SyncProgressed(string RunId, SyncCounts Counts, string? Doing = null);
