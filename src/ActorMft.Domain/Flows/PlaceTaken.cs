namespace ActorMft.Domain.Flows;

/// <summary>A transfer has a place at the flow's gate and may go.</summary>
public sealed record PlaceTaken(DateTimeOffset At, string ArrivalId, string TransferId) : FlowEvent(At);
