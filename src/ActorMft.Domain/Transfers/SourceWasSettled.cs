namespace ActorMft.Domain.Transfers;

public sealed record SourceWasSettled(DateTimeOffset At, bool Deleted, string? Reason) : TransferEvent(At);
