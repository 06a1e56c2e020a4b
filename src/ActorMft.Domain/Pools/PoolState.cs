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

    /// <summary>
    /// Incarnations that are over, oldest first: what such a node sent before its end may arrive after the news of its end, and must not
    /// get a slot that nobody would give back.
    /// </summary>
    public ImmutableList<Guid> Over { get; init; } = [];

    internal bool IsIdle => Granted.IsEmpty && Line.IsEmpty;

    internal bool HasFreeSlot => DisabledReason is null && Granted.Count < (Cap ?? 0);

    /// <summary>Whose turn it is: the node that holds the fewest slots; of those the one served longest ago; its oldest wish.</summary>
    internal SlotWish? Next()
    {
        var held = Granted.Values.CountBy(wish => wish.Incarnation).ToDictionary();
        return Line.MinBy(wish => (held.GetValueOrDefault(wish.Incarnation), LastServed.GetValueOrDefault(wish.Incarnation)));
    }
}
