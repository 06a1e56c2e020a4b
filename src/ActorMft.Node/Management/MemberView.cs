using ActorMft.Actors;
using ActorMft.Actors.Storage;

namespace ActorMft.Node.Management;

/// <summary>One node as operators see it.</summary>
/// <param name="Status">
/// Up; Leaving (it drains and still has shards); Exiting (its shards are handed over, its last sessions end); Down (it died and its
/// shards are being taken over).
/// </param>
/// <param name="Roles">Always empty: every node does everything.</param>
/// <param name="LeaseUntil">By the database's clock.</param>
/// <param name="LeaseSeconds">What is left of the lease; 0 when it has passed.</param>
/// <param name="Shards">Shards of the fixed count that it owns.</param>
internal sealed record MemberView(
    string Node,
    Guid NodeUid,
    string Status,
    IReadOnlyList<string> Roles,
    string Version,
    string Address,
    DateTimeOffset JoinedAt,
    DateTimeOffset LeaseUntil,
    double LeaseSeconds,
    int Shards)
{
    public static MemberView Of(NodeMember member, ClusterPicture picture)
    {
        var shards = picture.Shards.Count(shard => shard.PrivateTo is null && shard.Owner == member.Incarnation);
        return new MemberView(
            member.Name,
            member.Incarnation,
            StatusOf(member, shards),
            [],
            member.Version,
            member.Address,
            member.JoinedAt,
            member.LeaseUntil,
            Math.Round(Math.Max(0, (member.LeaseUntil - picture.Clock).TotalSeconds), 1),
            shards);
    }

    /// <summary>Those that are up, and the dead that somebody has to take over from.</summary>
    public static IEnumerable<NodeMember> Present(ClusterPicture picture)
    {
        var owners = picture.Shards.Select(shard => shard.Owner).ToHashSet();
        return picture.Nodes
            .Where(member => member.State == NodeState.Up || (member.State == NodeState.Dead && owners.Contains(member.Incarnation)))
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.JoinedAt);
    }

    private static string StatusOf(NodeMember member, int shards) => member switch
    {
        { State: NodeState.Dead } => "Down",
        { State: NodeState.Left } => "Removed",
        { IsLeaving: false } => "Up",
        _ => shards > 0 ? "Leaving" : "Exiting",
    };
}
