namespace ActorMft.Domain.Catalog;

/// <summary>What all nodes of a cluster must have in common besides the database, so that one with something else is noticed.</summary>
/// <param name="StorageId">Stands in the marker file of the storage directory.</param>
/// <param name="KeyCheck">Derived from the secret key, which can't be derived from it.</param>
public sealed record ClusterIdentity(string StorageId, string KeyCheck);
