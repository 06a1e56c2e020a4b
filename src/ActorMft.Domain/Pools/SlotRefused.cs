namespace ActorMft.Domain.Pools;

public sealed record SlotRefused(DateTimeOffset At, string RequestId, string Reason) : PoolEvent(At);
