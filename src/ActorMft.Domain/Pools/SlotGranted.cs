namespace ActorMft.Domain.Pools;

public sealed record SlotGranted(DateTimeOffset At, string RequestId) : PoolEvent(At);
