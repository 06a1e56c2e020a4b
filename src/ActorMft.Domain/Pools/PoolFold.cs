using System.Collections.Immutable;

namespace ActorMft.Domain.Pools;

/// <summary>A pool's state after each event.</summary>
internal static class PoolFold
{
    /// <summary>Many times what a cluster goes through in the minutes in which a message of an ended node can still arrive.</summary>
    private const int MaxOver = 200;

    public static PoolState Apply(PoolState state, PoolEvent @event) => @event switch
    {
        PoolDefined e => state with { Cap = e.Cap, DisabledReason = e.DisabledReason },
        PoolRemoved => state with { Cap = 0, DisabledReason = "the remote server was deleted" },
        SlotRequested e => state with { Line = state.Line.Add(e.Wish) },
        SlotGranted e => Grant(state, state.Line.Find(wish => wish.RequestId == e.RequestId)!),
        SlotReleased e => Tidy(state with
        {
            Granted = state.Granted.Remove(e.RequestId),
            Line = state.Line.RemoveAll(wish => wish.RequestId == e.RequestId),
        }),
        SlotRefused e => Tidy(state with { Line = state.Line.RemoveAll(wish => wish.RequestId == e.RequestId) }),
        HolderForgotten e => Tidy(state with
        {
            Granted = state.Granted.RemoveRange(state.Granted.Where(slot => slot.Value.Incarnation == e.Incarnation).Select(slot => slot.Key)),
            Line = state.Line.RemoveAll(wish => wish.Incarnation == e.Incarnation),
            LastServed = state.LastServed.Remove(e.Incarnation),
            Over = Remember(state.Over, e.Incarnation),
        }),
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    internal static PoolState Grant(PoolState state, SlotWish wish) => state with
    {
        Granted = state.Granted.Add(wish.RequestId, wish),
        Line = state.Line.Remove(wish),
        LastServed = state.LastServed.SetItem(wish.Incarnation, state.Turn + 1),
        Turn = state.Turn + 1,
    };

    private static ImmutableList<Guid> Remember(ImmutableList<Guid> over, Guid incarnation) =>
        over.Count < MaxOver ? over.Add(incarnation) : over.RemoveAt(0).Add(incarnation);

    /// <summary>Nobody's turn needs to be remembered when nobody is there.</summary>
    private static PoolState Tidy(PoolState state) =>
        state.IsIdle ? state with { LastServed = ImmutableDictionary<Guid, long>.Empty, Turn = 0 } : state;
}
