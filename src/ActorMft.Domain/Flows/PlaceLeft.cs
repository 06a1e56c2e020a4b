namespace ActorMft.Domain.Flows;

/// <summary>A transfer gave its place to others until its next attempt.</summary>
public sealed record PlaceLeft(DateTimeOffset At, string ArrivalId, string TransferId) : FlowEvent(At);
