using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Since when each free shard has had no owner, as this node saw it.</summary>
internal sealed class FreeWatch(TimeProvider time, TimeSpan lease)
{
    private readonly Dictionary<int, long> _since = [];

    /// <summary>Takes in one look.</summary>
    /// <returns>Says of a shard that is free whether it has stayed so for a third of a lease.</returns>
    internal Func<int, bool> Stayed(ClusterPicture picture)
    {
        long now = time.GetTimestamp();
        HashSet<int> free = [.. ShardPlan.Free(picture).Select(static shard => shard.Shard)];
        foreach (int shard in _since.Keys.Where(shard => !free.Contains(shard)).ToList())
        {
            _since.Remove(shard);
        }

        foreach (int shard in free)
        {
            _since.TryAdd(shard, now);
        }

        return shard => time.GetElapsedTime(_since[shard], now) >= lease / 3;
    }
}
