namespace ActorMft.Domain.Transfers;

/// <param name="SourceLost">Nobody cancelled it: its version was gone from the source before it was read.</param>
public sealed record TransferCancelled(DateTimeOffset At, string Reason, string Actor, string From, bool SourceLost = false) : TransferEvent(At);
