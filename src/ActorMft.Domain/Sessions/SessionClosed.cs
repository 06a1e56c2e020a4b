namespace ActorMft.Domain.Sessions;

public sealed record SessionClosed(DateTimeOffset At, string Reason, long BytesIn, long BytesOut) : SessionEvent(At);
