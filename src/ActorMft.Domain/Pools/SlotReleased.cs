namespace ActorMft.Domain.Pools;

public sealed record SlotReleased(DateTimeOffset At, string RequestId) : PoolEvent(At);
