namespace ActorMft.Domain.Transfers;

public sealed record TransferParked(DateTimeOffset At, string Reason) : TransferEvent(At);
