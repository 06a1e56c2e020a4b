using ActorMft.Actors;
using ActorMft.Actors.Storage;

namespace ActorMft.Node.Management;

/// <summary>The nodes, and which of them haven't been heard of in time.</summary>
/// <param name="Leader">The one that plans how shards move; null when no lease holds.</param>
/// <param name="Oldest">The one that has been there longest; null when no lease holds.</param>
internal sealed record MemberList(
    string SelfNode, IReadOnlyList<MemberView> Members, IReadOnlyList<MemberList.Silence> Unreachable, string? Leader, string? Oldest)
{
    public static MemberList Of(ClusterPicture picture, string self)
    {
        var present = MemberView.Present(picture).ToList();
        var holding = present.Where(member => member is { State: NodeState.Up, LeaseOut: false }).ToList();
        return new MemberList(
            self,
            [.. present.Select(member => MemberView.Of(member, picture))],
            [.. present.Where(member => member is { State: NodeState.Up, LeaseOut: true }).Select(member => new Silence(member.Name, [self]))],
            picture.Leader is { } leader ? holding.FirstOrDefault(member => member.Incarnation == leader)?.Name : null,
            holding.MinBy(member => member.JoinedAt)?.Name);
    }

    /// <summary>A node whose lease has passed.</summary>
    /// <param name="ObservedBy">The node that was asked; all look at the same database.</param>
    internal sealed record Silence(string Node, IReadOnlyList<string> ObservedBy);
}
