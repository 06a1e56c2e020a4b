namespace ActorMft.Domain.Pools;

public sealed record SlotRequested(DateTimeOffset At, SlotWish Wish) : PoolEvent(At);
