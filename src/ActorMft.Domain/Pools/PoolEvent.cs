namespace ActorMft.Domain.Pools;

/// <summary>What happened to a pool.</summary>
public abstract record PoolEvent(DateTimeOffset At);
