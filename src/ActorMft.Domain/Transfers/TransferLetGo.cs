namespace ActorMft.Domain.Transfers;

public sealed record TransferLetGo(DateTimeOffset At, bool ByPlace = false, bool GivesPlace = true) : TransferEvent(At);
