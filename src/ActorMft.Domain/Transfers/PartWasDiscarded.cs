namespace ActorMft.Domain.Transfers;

public sealed record PartWasDiscarded(DateTimeOffset At, string? Reason) : TransferEvent(At);
