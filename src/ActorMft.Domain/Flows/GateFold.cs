using System.Collections.Immutable;

namespace ActorMft.Domain.Flows;

/// <summary>A flow's gates after each event.</summary>
internal static class GateFold
{
    /// <summary>
    /// A transfer passes: out of the queue, with those before it, which have ended; or at once, and then none that could go was in the queue.
    /// </summary>
    public static FlowState Take(FlowState state, string arrivalId, string transferId)
    {
        var transfer = state.FindOpen(arrivalId, transferId)!;
        var gate = state.GateOf(transfer);
        var behind = transfer.Standing == TransferStanding.Queued ? gate.Queue.FindIndex(queued => queued.TransferId == transferId) + 1 : gate.Queue.Count;
        return Move(state, arrivalId, transfer, TransferStanding.Going, gate.Queue.RemoveRange(0, behind));
    }

    public static FlowState Queue(FlowState state, string arrivalId, string transferId)
    {
        var transfer = state.FindOpen(arrivalId, transferId)!;
        var gate = state.GateOf(transfer);
        return Move(state, arrivalId, transfer, TransferStanding.Queued, gate.Queue.Add(new QueuedTransfer(arrivalId, transferId)));
    }

    public static FlowState Leave(FlowState state, string arrivalId, string transferId)
    {
        var transfer = state.FindOpen(arrivalId, transferId)!;
        var isHeld = state.HoldBeforeGate(state.Arrivals[arrivalId], transfer.Endpoint) is not null;
        return Move(state, arrivalId, transfer, isHeld ? TransferStanding.Held : TransferStanding.Paused, state.GateOf(transfer).Queue);
    }

    /// <summary>A transfer ends; its place is free. In the queue it is skipped.</summary>
    public static FlowState End(FlowState state, string arrivalId, string transferId)
    {
        if (!state.HasGates || state.FindOpen(arrivalId, transferId) is not { Standing: TransferStanding.Going } transfer)
        {
            return state;
        }

        var gate = state.GateOf(transfer);
        return With(state, transfer, gate with { Taken = gate.Taken - 1 });
    }

    /// <summary>Other limits or other holds: who goes keeps going, the others line up in the order in which they arrived.</summary>
    public static FlowState Rebuild(FlowState before, FlowState after)
    {
        if (!after.HasGates)
        {
            return after.Gates.IsEmpty ? after : after with { Gates = ImmutableDictionary<string, FlowGate>.Empty };
        }

        var state = after with { Gates = ImmutableDictionary<string, FlowGate>.Empty };
        foreach (var arrival in after.OpenArrivals)
        {
            foreach (var transfer in arrival.Open)
            {
                var stood = StandingIn(before, arrival, transfer);
                var standing = after.IsOrdered
                    ? InOrder(stood)
                    : InParallel(stood, before.ReturnsPlaces, isHeld: after.HoldBeforeGate(arrival, transfer.Endpoint) is not null);
                state = Enter(state, arrival.File.ArrivalId, transfer, standing);
            }
        }

        return state;
    }

    private static TransferStanding StandingIn(FlowState before, Arrival arrival, OpenTransfer transfer)
    {
        if (before.HasGates)
        {
            return transfer.Standing;
        }

        return before.HoldBeforeGate(arrival, transfer.Endpoint) is null ? TransferStanding.Going : TransferStanding.Held;
    }

    /// <summary>One that has begun keeps its place while it waits for its next attempt; a hold doesn't change the order.</summary>
    private static TransferStanding InOrder(TransferStanding stood) =>
        stood is TransferStanding.Going or TransferStanding.Paused ? TransferStanding.Going : TransferStanding.Queued;

    /// <summary>One that is held needs no place, but keeps the one that it has until it returns it: an attempt may be under way.</summary>
    private static TransferStanding InParallel(TransferStanding stood, bool returnsPlace, bool isHeld) => (isHeld, stood) switch
    {
        (true, TransferStanding.Going) when returnsPlace => TransferStanding.Going,
        (true, _) => TransferStanding.Held,
        (_, TransferStanding.Held) => TransferStanding.Queued,
        _ => stood,
    };

    private static FlowState Enter(FlowState state, string arrivalId, OpenTransfer transfer, TransferStanding standing)
    {
        var gate = state.GateOf(transfer);
        return Stand(state, arrivalId, transfer, standing, standing switch
        {
            TransferStanding.Going => gate with { Taken = gate.Taken + 1 },
            TransferStanding.Queued => gate with { Queue = gate.Queue.Add(new QueuedTransfer(arrivalId, transfer.TransferId)) },
            _ => gate,
        });
    }

    private static FlowState Move(FlowState state, string arrivalId, OpenTransfer transfer, TransferStanding to, ImmutableList<QueuedTransfer> queue)
    {
        var taken = state.GateOf(transfer).Taken - (transfer.Standing == TransferStanding.Going ? 1 : 0) + (to == TransferStanding.Going ? 1 : 0);
        return Stand(state, arrivalId, transfer, to, new FlowGate(taken, queue));
    }

    private static FlowState Stand(FlowState state, string arrivalId, OpenTransfer transfer, TransferStanding standing, FlowGate gate)
    {
        var arrival = state.Arrivals[arrivalId];
        var open = arrival.Open.Replace(transfer, transfer with { Standing = standing });
        return With(state, transfer, gate) with { Arrivals = state.Arrivals.SetItem(arrivalId, arrival with { Open = open }) };
    }

    private static FlowState With(FlowState state, OpenTransfer transfer, FlowGate gate) =>
        state with { Gates = state.Gates.SetItem(state.GateName(transfer), gate) };
}
