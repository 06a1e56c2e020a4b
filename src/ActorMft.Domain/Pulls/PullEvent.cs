namespace ActorMft.Domain.Pulls;

/// <summary>What happened to the looks at a flow's source.</summary>
public abstract record PullEvent(DateTimeOffset At);
