namespace ActorMft.Domain.Syncs;

public sealed record SyncStarted(DateTimeOffset At, string RunId, string By) : SyncEvent(At);
