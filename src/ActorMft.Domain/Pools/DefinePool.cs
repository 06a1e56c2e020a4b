namespace ActorMft.Domain.Pools;

/// <summary>From the catalog: the remote server's connection cap from now on.</summary>
/// <param name="DisabledReason">Why nobody may connect, as a sentence; null when the remote is enabled.</param>
public sealed record DefinePool(int Cap, string? DisabledReason);
