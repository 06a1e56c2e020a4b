namespace ActorMft.Domain.Flows;

public sealed record FlowRemoved(DateTimeOffset At, long Revision) : FlowEvent(At);
