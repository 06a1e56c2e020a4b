namespace ActorMft.Domain.Transfers;

/// <summary>From the worker: about to read the file from its source into the store. Answered by <see cref="AttemptReply"/>.</summary>
/// <param name="Run">As in <see cref="AttemptStarted"/>, which follows in the same run.</param>
/// <param name="ResumedAt">What is in the store of it already, verified, in bytes.</param>
public sealed record FetchStarted(int Attempt, string Run, string Node, long ResumedAt);
