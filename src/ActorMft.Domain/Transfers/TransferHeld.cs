namespace ActorMft.Domain.Transfers;

public sealed record TransferHeld(DateTimeOffset At, string Reason) : TransferEvent(At);
