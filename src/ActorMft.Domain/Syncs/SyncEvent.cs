namespace ActorMft.Domain.Syncs;

/// <summary>Something that happened to a sync.</summary>
public abstract record SyncEvent(DateTimeOffset At);
