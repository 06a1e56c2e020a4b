namespace ActorMft.Domain.Transfers;

/// <summary>A worker has connected. The same attempt begins again when its node was lost.</summary>
public sealed record AttemptBegan(DateTimeOffset At, int Attempt, string Run, string Node, long ResumedAt) : TransferEvent(At);
