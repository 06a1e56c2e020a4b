namespace ActorMft.Domain.Catalog;

/// <summary>From a node that starts: its storage and key, which become the cluster's if it has none. Answered by <see cref="ClusterIdentity"/>.</summary>
public sealed record IdentifyCluster(ClusterIdentity Mine);
