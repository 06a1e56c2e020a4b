using System.Globalization;
using System.Text;

namespace ActorMft.Actors.Engine;

/// <summary>Which shard an entity lives in. Stored rows depend on it: it never changes.</summary>
internal sealed class ShardMap(int shards, IReadOnlyDictionary<string, EntityKind> kinds)
{
    /// <summary>Private shards are numbered from here, so that they never meet the fixed ones.</summary>
    internal const int FirstPrivateShard = 10_000;

    internal int ShardOf(EntityId entity)
    {
        if (!kinds.TryGetValue(entity.Kind, out EntityKind? kind))
        {
            throw new ArgumentException($"{entity}: there is no entity kind '{entity.Kind}' on this node.");
        }

        if (string.IsNullOrEmpty(entity.Key))
        {
            throw new ArgumentException($"An entity of kind '{entity.Kind}' needs a key.");
        }

        return kind.PrivateShard ? PrivateShardOf(entity) : FixedShardOf(entity, shards);
    }

    internal static string PrivateKey(string unique, int shard) => string.Create(CultureInfo.InvariantCulture, $"{unique}-{shard}");

    internal static int FixedShardOf(EntityId entity, int shards)
    {
        // FNV-1a over the UTF-8 form, then a final mix, because its high bits alone are weak.
        ulong hash = 14695981039346656037;
        foreach (byte value in Encoding.UTF8.GetBytes(entity.ToString()))
        {
            hash = (hash ^ value) * 1099511628211;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        return (int)(hash % (ulong)shards);
    }

    private static int PrivateShardOf(EntityId entity)
    {
        int dash = entity.Key.LastIndexOf('-');
        return dash > 0
            && int.TryParse(entity.Key.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int shard)
            && shard >= FirstPrivateShard
            ? shard
            : throw new ArgumentException(
                $"{entity}: entities of kind '{entity.Kind}' live in the private shard of a node; their keys come from ActorNode.NewPrivateKey.");
    }
}
