namespace ActorMft.Domain.Sessions;

/// <summary>What happened to a session.</summary>
public abstract record SessionEvent(DateTimeOffset At);
