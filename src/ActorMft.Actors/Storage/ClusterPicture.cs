using ActorMft.Actors.Engine;

namespace ActorMft.Actors.Storage;

/// <summary>Nodes and shards, read in one look.</summary>
/// <param name="Clock">The store's at that moment.</param>
public sealed record ClusterPicture(IReadOnlyList<NodeMember> Nodes, IReadOnlyList<ShardStatus> Shards, DateTimeOffset Clock)
{
    /// <summary>The node that plans how shards move, the same for all who look; null when no lease holds.</summary>
    public Guid? Leader => ShardPlan.Alive(this) is [var first, ..] ? first : null;
}
