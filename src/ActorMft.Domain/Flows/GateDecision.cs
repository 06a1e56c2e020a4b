using ActorMft.Domain.Decisions;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Flows;

/// <summary>Who may go when a flow lets only so many transfers go.</summary>
internal sealed class GateDecision(Deciding<FlowState, FlowEvent> deciding)
{
    private FlowState State => deciding.State;

    /// <summary>
    /// An arrival's transfers take free places or queue for them; with an order in any case, otherwise once nothing else holds them.
    /// </summary>
    public void Admit(string arrivalId)
    {
        if (!State.HasGates)
        {
            return;
        }

        var arrival = State.Arrivals[arrivalId];
        foreach (var transfer in arrival.Open.Where(transfer => transfer.Standing == TransferStanding.Held))
        {
            if (State.IsOrdered || State.HoldBeforeGate(arrival, transfer.Endpoint) is null)
            {
                TakeOrQueue(arrivalId, transfer);
            }
        }
    }

    public void Returned(PlaceReturned message)
    {
        if (State.ReturnsPlaces && State.FindOpen(message.ArrivalId, message.TransferId) is { Standing: TransferStanding.Going })
        {
            deciding.Happened(new PlaceLeft(deciding.Now, message.ArrivalId, message.TransferId));
            PassOnFreePlaces();
        }
    }

    public void Wanted(PlaceWanted message)
    {
        if (State.FindOpen(message.ArrivalId, message.TransferId) is not { } transfer)
        {
            return;
        }

        if (State.HasGates
            && transfer.Standing is TransferStanding.Held or TransferStanding.Paused
            && State.HoldBeforeGate(State.Arrivals[message.ArrivalId], transfer.Endpoint) is null)
        {
            TakeOrQueue(message.ArrivalId, transfer);
        }

        PassOnHold(message.ArrivalId, message.TransferId);
    }

    /// <summary>Gives free places to those who have waited longest.</summary>
    /// <returns>Who has one now; they don't know yet.</returns>
    public IReadOnlyList<QueuedTransfer> FillFreePlaces()
    {
        var filled = new List<QueuedTransfer>();
        foreach (var name in State.Gates.Keys.Order(StringComparer.Ordinal).ToList())
        {
            while (State.Gates[name] is var gate && gate.Taken < State.Places && gate.Queue.Find(IsWaiting) is { } first)
            {
                deciding.Happened(new PlaceTaken(deciding.Now, first.ArrivalId, first.TransferId));
                filled.Add(first);
            }
        }

        return filled;
    }

    /// <summary>The same, and tells them, and some others how they stand now.</summary>
    public void PassOnFreePlaces(params IEnumerable<QueuedTransfer> others)
    {
        foreach (var (arrivalId, transferId) in FillFreePlaces().Union(others))
        {
            PassOnHold(arrivalId, transferId);
        }
    }

    /// <summary>Tells a transfer why it must wait, or that it may go.</summary>
    /// <param name="givesPlace">False: it had its place before, and may have returned it by a message that isn't here yet.</param>
    public void PassOnHold(string arrivalId, string transferId, bool givesPlace = true)
    {
        var arrival = State.Arrivals[arrivalId];
        var hold = State.HoldFor(arrival, State.FindOpen(arrivalId, transferId)!);
        deciding.Send(ActorId.Transfer(transferId), hold is null ? new LetTransferGo(State.ReturnsPlaces, givesPlace) : new HoldTransfer(hold));
    }

    private void TakeOrQueue(string arrivalId, OpenTransfer transfer)
    {
        var gate = State.GateOf(transfer);
        var isFree = gate.Taken < State.Places && !gate.Queue.Exists(IsWaiting);
        deciding.Happened(isFree
            ? new PlaceTaken(deciding.Now, arrivalId, transfer.TransferId)
            : new PlaceQueued(deciding.Now, arrivalId, transfer.TransferId));
    }

    private bool IsWaiting(QueuedTransfer queued) => State.FindOpen(queued.ArrivalId, queued.TransferId) is { Standing: TransferStanding.Queued };
}
