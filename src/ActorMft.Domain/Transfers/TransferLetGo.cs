namespace ActorMft.Domain.Transfers;

public sealed record TransferLetGo(DateTimeOffset At) : TransferEvent(At);
