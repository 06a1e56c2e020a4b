namespace ActorMft.Domain.Pools;

/// <summary>A pool in the list.</summary>
/// <param name="Remote">The remote server's name.</param>
/// <param name="Cap">Connections at the same time in the whole cluster.</param>
/// <param name="Granted">More than the cap only after it was lowered, until the holders have given back.</param>
/// <param name="Waiting">Wishes in line.</param>
/// <param name="Line">Wishes in line by node.</param>
/// <param name="Granting">The granted slots, so that a node finds those that it has lost sight of.</param>
/// <param name="Wishing">The incarnation of each wish in line.</param>
public sealed record PoolRow(
    string Organization,
    string Remote,
    int Cap,
    int Granted,
    int Waiting,
    IReadOnlyList<PoolHolder> Holders,
    IReadOnlyList<PoolHolder>? Line,
    IReadOnlyList<PoolSlot>? Granting,
    IReadOnlyList<Guid>? Wishing,
    string? DisabledReason);
