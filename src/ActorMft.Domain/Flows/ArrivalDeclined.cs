namespace ActorMft.Domain.Flows;

/// <summary>The flow was gone when the file came; only the pin is dropped.</summary>
public sealed record ArrivalDeclined(DateTimeOffset At, string ArrivalId, string Reason) : FlowEvent(At);
