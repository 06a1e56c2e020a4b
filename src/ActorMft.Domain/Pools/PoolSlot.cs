namespace ActorMft.Domain.Pools;

/// <summary>A granted slot.</summary>
/// <param name="Id">The wish's id.</param>
public sealed record PoolSlot(string Id, Guid Incarnation);
