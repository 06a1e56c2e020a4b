namespace ActorMft.Domain.Pulls;

/// <summary>How a look went.</summary>
/// <param name="Matched">Files that the flow is about.</param>
/// <param name="Taken">Of those, how many were new or changed and told to the flow.</param>
/// <param name="Unsettled">Of those, how many were still being written, or lack their trigger file.</param>
/// <param name="Error">Why it failed, or which directory couldn't be read, as a sentence.</param>
public sealed record LookOutcome(DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Matched, long Taken, long Unsettled, string? Error);
