namespace ActorMft.Domain.Pulls;

public sealed record PullDefined(DateTimeOffset At, DefinePull Definition) : PullEvent(At);
