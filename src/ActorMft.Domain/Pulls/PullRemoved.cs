namespace ActorMft.Domain.Pulls;

public sealed record PullRemoved(DateTimeOffset At, long Revision) : PullEvent(At);
