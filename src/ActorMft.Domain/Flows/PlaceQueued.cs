namespace ActorMft.Domain.Flows;

/// <summary>All places of the flow's gate are taken, and a transfer went to the end of its queue.</summary>
public sealed record PlaceQueued(DateTimeOffset At, string ArrivalId, string TransferId) : FlowEvent(At);
