namespace ActorMft.Domain.Sessions;

public sealed record SessionExpected(DateTimeOffset At, ExpectSession Place) : SessionEvent(At);
