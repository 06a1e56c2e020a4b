namespace ActorMft.Domain.Flows;

public sealed record TransferClosed(DateTimeOffset At, string ArrivalId, string TransferId, bool Delivered, bool SourceLost = false) : FlowEvent(At);
