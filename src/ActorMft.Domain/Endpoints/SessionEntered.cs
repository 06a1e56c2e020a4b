namespace ActorMft.Domain.Endpoints;

public sealed record SessionEntered(DateTimeOffset At, EnterSession Session) : EndpointEvent(At);
