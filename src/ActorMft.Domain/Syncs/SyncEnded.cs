namespace ActorMft.Domain.Syncs;

/// <summary>From the run: it has ended.</summary>
public sealed record SyncEnded(string RunId, SyncCounts Counts, IReadOnlyList<SyncFailure> Failures, string? Error);
