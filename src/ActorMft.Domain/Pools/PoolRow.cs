namespace ActorMft.Domain.Pools;

/// <summary>A pool in the list.</summary>
/// <param name="Remote">The remote server's name.</param>
/// <param name="Cap">Connections at the same time in the whole cluster.</param>
/// <param name="Granted">More than the cap only after it was lowered, until the holders have given back.</param>
/// <param name="Waiting">Wishes in line.</param>
/// <param name="Slots">The ids of the granted wishes.</param>
public sealed record PoolRow(
    string Organization,
    string Remote,
    int Cap,
    int Granted,
    int Waiting,
    IReadOnlyList<PoolHolder> Holders,
    IReadOnlyList<string> Slots,
    string? DisabledReason);
