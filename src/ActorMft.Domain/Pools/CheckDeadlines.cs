namespace ActorMft.Domain.Pools;

/// <summary>The timer of the earliest deadline in the line.</summary>
public sealed record CheckDeadlines;
