namespace ActorMft.Domain.Endpoints;

public sealed record EndpointDefined(DateTimeOffset At, bool Enabled, int MaxSessions) : EndpointEvent(At);
