namespace ActorMft.Domain.Transfers;

/// <summary>To be cancelled, unless the rename under way has made it delivered.</summary>
public sealed record CancelRequested(DateTimeOffset At, string Reason, string Actor, string From) : TransferEvent(At);
