namespace ActorMft.Actors.Storage;

/// <summary>Nodes and shards, read in one look.</summary>
public sealed record ClusterPicture(IReadOnlyList<NodeMember> Nodes, IReadOnlyList<ShardStatus> Shards);
