using System.Collections.Immutable;

namespace ActorMft.Domain.Pools;

/// <summary>A remote server's connections: who holds them and who waits.</summary>
public sealed record PoolState
{
    /// <summary>Null until the catalog has defined it: then wishes wait.</summary>
    public int? Cap { get; init; }

    public string? DisabledReason { get; init; }

    /// <summary>By request id.</summary>
    public ImmutableDictionary<string, SlotWish> Granted { get; init; } = ImmutableDictionary<string, SlotWish>.Empty;

    /// <summary>In the order in which the wishes came.</summary>
    public ImmutableList<SlotWish> Line { get; init; } = [];

    /// <summary>By incarnation: the turn in which it was last served.</summary>
    public ImmutableDictionary<Guid, long> LastServed { get; init; } = ImmutableDictionary<Guid, long>.Empty;

    /// <summary>Grants so far.</summary>
    public long Turn { get; init; }

    internal bool IsIdle => Granted.IsEmpty && Line.IsEmpty;

    internal bool HasFreeSlot => DisabledReason is null && Granted.Count < (Cap ?? 0);

    /// <summary>Whose turn it is: the node that was served longest ago, and its oldest wish.</summary>
    internal SlotWish? Next()
    {
        SlotWish? next = null;
        var longestAgo = long.MaxValue;
        foreach (var wish in Line)
        {
            var served = LastServed.GetValueOrDefault(wish.Incarnation);
            if (served < longestAgo)
            {
                (next, longestAgo) = (wish, served);
            }
        }

        return next;
    }
}
