namespace ActorMft.Actors.Engine;

/// <summary>Since when each node's beat has stood still, as this node saw it.</summary>
internal sealed class BeatWatch(TimeProvider time, TimeSpan lease)
{
    private readonly Dictionary<Guid, (long Beat, long Since)> _seen = [];

    /// <summary>Takes in one look.</summary>
    /// <returns>Nodes to declare dead: their lease is out and their beat has stood still for half a lease.</returns>
    internal IReadOnlyList<NodeMember> Suspects(IReadOnlyList<NodeMember> nodes)
    {
        long now = time.GetTimestamp();
        List<NodeMember> suspects = [];
        foreach (NodeMember node in nodes)
        {
            if (node.State != NodeState.Up)
            {
                _seen.Remove(node.Incarnation);
            }
            else if (!_seen.TryGetValue(node.Incarnation, out (long Beat, long Since) seen) || seen.Beat != node.Beat)
            {
                _seen[node.Incarnation] = (node.Beat, now);
            }
            else if (node.LeaseOut && time.GetElapsedTime(seen.Since, now) >= lease / 2)
            {
                suspects.Add(node);
            }
        }

        return suspects;
    }
}
