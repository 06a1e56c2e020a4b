namespace ActorMft.Domain.Transfers;

public sealed record TransferCancelled(DateTimeOffset At, string Reason, string Actor, string From) : TransferEvent(At);
