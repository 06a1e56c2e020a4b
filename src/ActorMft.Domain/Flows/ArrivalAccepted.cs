namespace ActorMft.Domain.Flows;

public sealed record ArrivalAccepted(DateTimeOffset At, FileArrived File) : FlowEvent(At);
