namespace ActorMft.Domain.Transfers;

public sealed record TransferRetried(DateTimeOffset At, string Actor, string From) : TransferEvent(At);
