namespace ActorMft.Actors.Storage;

/// <summary>A node that joins.</summary>
/// <param name="Shards">The fixed count; refused when the store was made with another.</param>
/// <param name="Lease">From now by the store's clock.</param>
public sealed record NodeRegistration(
    Guid Incarnation,
    string Name,
    string Version,
    string Address,
    int Shards,
    TimeSpan Lease);
