namespace ActorMft.Domain.Pools;

public sealed record PoolRemoved(DateTimeOffset At) : PoolEvent(At);
