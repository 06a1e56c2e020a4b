namespace ActorMft.Domain.Transfers;

/// <summary>A worker reads the file from its source.</summary>
/// <param name="InterruptedOn">As in <see cref="AttemptBegan"/>.</param>
public sealed record FetchBegan(DateTimeOffset At, int Attempt, string Run, string Node, long ResumedAt, string? InterruptedOn = null)
    : TransferEvent(At);
