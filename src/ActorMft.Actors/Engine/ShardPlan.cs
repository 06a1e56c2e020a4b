using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Who should have which shard: pure rules over what one look saw.</summary>
internal static class ShardPlan
{
    /// <summary>
    /// The nodes that can own shards, in the same order on every node: those that stay, or, when none does, those that are leaving.
    /// </summary>
    internal static IReadOnlyList<Guid> Alive(ClusterPicture picture)
    {
        List<NodeMember> up = [.. picture.Nodes.Where(static node => node is { State: NodeState.Up, LeaseOut: false })];
        List<NodeMember> staying = [.. up.Where(static node => !node.IsLeaving)];
        return [.. (staying.Count > 0 ? staying : up).Select(static node => node.Incarnation).Order()];
    }

    /// <summary>Shards that somebody may claim, fixed and private.</summary>
    internal static IEnumerable<ShardStatus> Free(ClusterPicture picture)
    {
        HashSet<Guid> up = [.. picture.Nodes.Where(static node => node.State == NodeState.Up).Select(static node => node.Incarnation)];
        return picture.Shards.Where(shard => shard.Owner is not { } owner || !up.Contains(owner));
    }

    /// <summary>
    /// What <paramref name="self"/> claims of the free shards: private ones of dead nodes; fixed ones up to its fair share,
    /// beginning at its own rank so that the nodes do not all try the same ones; and any that stayed free for long.
    /// </summary>
    internal static IReadOnlyList<int> Claims(ClusterPicture picture, Guid self, Func<int, bool> stayedFree)
    {
        IReadOnlyList<Guid> alive = Alive(picture);
        if (!alive.Contains(self))
        {
            return [];
        }

        int rank = Math.Max(0, alive.ToList().IndexOf(self));
        int fixedCount = picture.Shards.Count(static shard => shard.PrivateTo is null);
        int share = (fixedCount + alive.Count - 1) / Math.Max(1, alive.Count);
        int mine = picture.Shards.Count(shard => shard.PrivateTo is null && shard.Owner == self);
        List<int> claims = [];
        foreach (ShardStatus shard in Free(picture).OrderBy(shard => (shard.Shard - (rank * share) + fixedCount) % Math.Max(1, fixedCount)))
        {
            bool isForAnother = shard.DesiredOwner is { } desired && desired != self && alive.Contains(desired);
            if (isForAnother && !stayedFree(shard.Shard))
            {
                continue;
            }

            bool isWanted = shard.PrivateTo is not null || mine < share || shard.DesiredOwner == self || stayedFree(shard.Shard);
            if (isWanted)
            {
                claims.Add(shard.Shard);
                mine += shard.PrivateTo is null ? 1 : 0;
            }
        }

        return claims;
    }

    /// <summary>
    /// The next moves towards equal shares, at most a tenth of the shards, when everything is owned and no move is under way.
    /// Made by the first of the living nodes.
    /// </summary>
    internal static IReadOnlyList<(int Shard, Guid Owner)> Moves(ClusterPicture picture, Guid self)
    {
        IReadOnlyList<Guid> alive = Alive(picture);
        List<ShardStatus> shards = [.. picture.Shards.Where(static shard => shard.PrivateTo is null)];
        bool isSettled = shards.TrueForAll(shard => shard.Owner is { } owner && alive.Contains(owner)
            && (shard.DesiredOwner is not { } desired || !alive.Contains(desired)));
        if (alive.Count < 2 || picture.Leader != self || !isSettled)
        {
            return [];
        }

        Dictionary<Guid, Queue<int>> owned = alive.ToDictionary(
            static node => node,
            node => new Queue<int>(shards.Where(shard => shard.Owner == node).Select(static shard => shard.Shard)));
        List<(int, Guid)> moves = [];
        for (int limit = Math.Max(1, shards.Count / 10); limit > 0; limit--)
        {
            Guid most = alive.MaxBy(node => owned[node].Count);
            Guid least = alive.MinBy(node => owned[node].Count);
            if (owned[most].Count - owned[least].Count < 2)
            {
                break;
            }

            int shard = owned[most].Dequeue();
            owned[least].Enqueue(shard);
            moves.Add((shard, least));
        }

        return moves;
    }
}
