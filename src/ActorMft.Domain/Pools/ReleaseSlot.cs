namespace ActorMft.Domain.Pools;

/// <summary>The connection is closed, or the wish is withdrawn. Unknown ids are ignored.</summary>
public sealed record ReleaseSlot(string RequestId);
