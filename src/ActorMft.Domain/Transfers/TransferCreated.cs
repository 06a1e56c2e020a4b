namespace ActorMft.Domain.Transfers;

public sealed record TransferCreated(DateTimeOffset At, TransferDefinition Definition, string? Hold, string? Follows, bool ByPlace = false) : TransferEvent(At);
