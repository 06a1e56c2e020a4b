namespace ActorMft.Domain.Pools;

public sealed record PoolDefined(DateTimeOffset At, int Cap, string? DisabledReason) : PoolEvent(At);
