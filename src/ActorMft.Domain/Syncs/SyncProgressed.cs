namespace ActorMft.Domain.Syncs;

/// <summary>From the run: what it has done so far. Only shown.</summary>
public sealed record SyncProgressed(string RunId, SyncCounts Counts);
