namespace ActorMft.Domain.Sessions;

public sealed record SessionClosing(DateTimeOffset At, string Reason, string Actor, string From) : SessionEvent(At);
