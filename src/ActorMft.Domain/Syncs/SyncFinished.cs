namespace ActorMft.Domain.Syncs;

public sealed record SyncFinished(DateTimeOffset At, SyncOutcome Outcome) : SyncEvent(At);
