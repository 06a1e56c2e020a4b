namespace ActorMft.Domain.Syncs;

/// <summary>From the run: it has ended.</summary>
/// <param name="Warning">What people should look into although it went on, as a sentence.</param>
public sealed record SyncEnded(string RunId, SyncCounts Counts, IReadOnlyList<SyncFailure> Failures, string? Error, string? Warning = null);
