namespace ActorMft.Domain.Transfers;

/// <summary>From the worker: this attempt has come to an end. Answered by <see cref="AttemptReply"/>.</summary>
/// <param name="Run">May be empty when the attempt failed before <see cref="AttemptStarted"/>.</param>
/// <param name="Reason">What happened and what to do, as a sentence.</param>
/// <param name="Transient">Whether another attempt may help; otherwise the transfer is parked at once.</param>
/// <param name="BytesSent">Sent in this run.</param>
/// <param name="StartOver">The part file is of no use any more: forget that a rename was allowed.</param>
/// <param name="SourceLost">The source is gone or another version by now: nobody can deliver this one any more.</param>
public sealed record AttemptFailed(
    int Attempt, string Run, string Node, string Reason, bool Transient, long BytesSent, bool StartOver, bool SourceLost = false);
