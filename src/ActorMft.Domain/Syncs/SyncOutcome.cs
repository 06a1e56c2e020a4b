namespace ActorMft.Domain.Syncs;

/// <summary>How a run ended.</summary>
/// <param name="By">Who started it: <c>schedule</c>, or a person.</param>
/// <param name="Failures">The first of the names that could not be made alike.</param>
/// <param name="Error">Why the run ended before it was through; null when it was.</param>
/// <param name="Warning">What people should look into although it went on.</param>
public sealed record SyncOutcome(
    string RunId, string By, DateTimeOffset StartedAt, DateTimeOffset EndedAt, SyncCounts Counts, IReadOnlyList<SyncFailure> Failures, string? Error, string? Warning = null);
