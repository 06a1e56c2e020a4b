namespace ActorMft.Domain.Flows;

/// <summary>The source is settled and the flow forgets the arrival.</summary>
public sealed record ArrivalFinished(DateTimeOffset At, string ArrivalId, bool Deleted, string? Reason) : FlowEvent(At);
