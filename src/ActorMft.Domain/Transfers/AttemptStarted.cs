namespace ActorMft.Domain.Transfers;

/// <summary>From the worker: connected, and about to send bytes. Answered by <see cref="AttemptReply"/>.</summary>
/// <param name="Run">Unique to this run of the work; of two runs of one attempt only the later one may go on.</param>
/// <param name="ResumedAt">The verified size of the part file, in bytes; 0 when there is none.</param>
public sealed record AttemptStarted(int Attempt, string Run, string Node, long ResumedAt);
