namespace ActorMft.Domain.Transfers;

/// <summary>A worker has connected. The same attempt begins again when the run before it was interrupted.</summary>
/// <param name="InterruptedOn">The node of the attempt's run before, which ended without a word: stopped, killed or cut off.</param>
public sealed record AttemptBegan(DateTimeOffset At, int Attempt, string Run, string Node, long ResumedAt, string? InterruptedOn = null)
    : TransferEvent(At);
