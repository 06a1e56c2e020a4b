namespace ActorMft.Domain.Endpoints;

/// <summary>What happened to an endpoint.</summary>
public abstract record EndpointEvent(DateTimeOffset At);
