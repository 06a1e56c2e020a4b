namespace ActorMft.Domain.Sessions;

public sealed record SessionOpened(DateTimeOffset At, OpenSession Session) : SessionEvent(At);
