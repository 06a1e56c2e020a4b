namespace ActorMft.Domain.Endpoints;

public sealed record SessionLeft(DateTimeOffset At, string SessionId) : EndpointEvent(At);
