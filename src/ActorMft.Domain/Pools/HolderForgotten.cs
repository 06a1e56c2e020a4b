namespace ActorMft.Domain.Pools;

public sealed record HolderForgotten(DateTimeOffset At, Guid Incarnation) : PoolEvent(At);
