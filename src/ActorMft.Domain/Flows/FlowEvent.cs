namespace ActorMft.Domain.Flows;

/// <summary>What happened to a flow.</summary>
public abstract record FlowEvent(DateTimeOffset At);
