namespace ActorMft.Domain.Endpoints;

public sealed record EndpointRemoved(DateTimeOffset At) : EndpointEvent(At);
