namespace ActorMft.Domain.Pools;

/// <summary>A wish for a connection, in line or granted.</summary>
public sealed record SlotWish(string RequestId, string Node, Guid Incarnation, DateTimeOffset Deadline);
