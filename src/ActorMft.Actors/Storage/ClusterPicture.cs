namespace ActorMft.Actors.Storage;

/// <summary>Nodes and shards, read in one look.</summary>
/// <param name="Clock">The store's at that moment.</param>
public sealed record ClusterPicture(IReadOnlyList<NodeMember> Nodes, IReadOnlyList<ShardStatus> Shards, DateTimeOffset Clock);
