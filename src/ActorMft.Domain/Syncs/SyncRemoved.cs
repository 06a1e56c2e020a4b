namespace ActorMft.Domain.Syncs;

public sealed record SyncRemoved(DateTimeOffset At, long Revision) : SyncEvent(At);
