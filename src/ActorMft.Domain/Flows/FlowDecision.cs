using ActorMft.Domain.Decisions;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Flows;

/// <summary>What a flow does about each message.</summary>
internal sealed class FlowDecision(Deciding<FlowState, FlowEvent> deciding, GateDecision gate)
{
    private const string Gone = "the flow was deleted";

    private FlowState State => deciding.State;

    private string Organization => deciding.Context.Self.Key.Split('/', 2)[0];

    private string Name => deciding.Context.Self.Key.Split('/', 2)[1];

    public void Define(DefineFlow message)
    {
        if (message.Revision < State.Revision)
        {
            return;
        }

        var before = OpenTransfersWithHolds();
        var didReturnPlaces = State.ReturnsPlaces;
        deciding.Happened(new FlowDefined(deciding.Now, message.Spec, message.Revision, message.Holds));
        gate.FillFreePlaces();
        foreach (var (arrivalId, old, oldHold) in before)
        {
            var hold = State.HoldFor(State.Arrivals[arrivalId], State.FindOpen(arrivalId, old.TransferId)!);
            if (hold != oldHold || (hold is null && State.ReturnsPlaces && !didReturnPlaces))
            {
                gate.PassOnHold(arrivalId, old.TransferId, givesPlace: !(didReturnPlaces && old.Standing == TransferStanding.Going));
            }
        }

        foreach (var arrival in ExpectedUpTo(message.Revision))
        {
            Open(arrival);
        }
    }

    public void Remove(RemoveFlow message)
    {
        if (message.Revision < State.Revision)
        {
            return;
        }

        deciding.Happened(new FlowRemoved(deciding.Now, message.Revision));
        foreach (var arrival in State.OpenArrivals)
        {
            foreach (var transfer in arrival.Open)
            {
                deciding.Send(ActorId.Transfer(transfer.TransferId), new CancelTransfer($"the flow {Organization}/{Name} was deleted", "actormft", ""));
            }
        }

        foreach (var arrival in ExpectedUpTo(message.Revision))
        {
            Decline(arrival);
        }
    }

    public void Arrived(FileArrived message)
    {
        if (State.Arrivals.ContainsKey(message.ArrivalId) || (message.MemoryId is not null && State.IsUnderWay(message.Path, message.File)))
        {
            return;
        }

        deciding.Happened(new ArrivalAccepted(deciding.Now, message));
        Remember(message);
        if (message.Revision > State.Revision)
        {
            return;
        }

        var arrival = State.Arrivals[message.ArrivalId];
        if (State.Spec is null)
        {
            Decline(arrival);
        }
        else
        {
            Open(arrival);
        }
    }

    public void TransferEnded(TransferEnded message)
    {
        if (!State.Arrivals.TryGetValue(message.ArrivalId, out var arrival)
            || !arrival.Open.Exists(transfer => transfer.TransferId == message.TransferId))
        {
            return;
        }

        deciding.Happened(new TransferClosed(deciding.Now, message.ArrivalId, message.TransferId, message.Delivered, message.SourceLost));
        arrival = State.Arrivals[message.ArrivalId];
        gate.PassOnFreePlaces(arrival.Open.IsEmpty ? Serve(arrival) : []);
    }

    public void SourceReleased(SourceReleased message)
    {
        if (!State.Arrivals.TryGetValue(message.ArrivalId, out var arrival) || arrival.Stage != ArrivalStage.Releasing)
        {
            return;
        }

        deciding.EndWork(ReleaseWork(message.ArrivalId));
        deciding.Happened(new ArrivalFinished(deciding.Now, message.ArrivalId, message.Deleted, message.Reason));
        if (message.Deleted || message.Gone || arrival.SourceLost)
        {
            Forget(arrival.File);
        }

        foreach (var transfer in arrival.Transfers)
        {
            deciding.Send(ActorId.Transfer(transfer.TransferId), new SourceSettled(message.Deleted, message.Reason));
        }
    }

    private List<Arrival> ExpectedUpTo(long revision) =>
    [
        .. State.Arrivals.Values
            .Where(arrival => arrival.Stage == ArrivalStage.Expected && arrival.File.Revision <= revision)
            .OrderBy(arrival => arrival.File.ArrivalId, StringComparer.Ordinal),
    ];

    private List<(string ArrivalId, OpenTransfer Transfer, string? Hold)> OpenTransfersWithHolds()
    {
        var state = State;
        return
        [
            .. from arrival in state.OpenArrivals
               from transfer in arrival.Open
               select (arrival.File.ArrivalId, transfer, state.HoldFor(arrival, transfer)),
        ];
    }

    private void Open(Arrival arrival)
    {
        var spec = State.Spec!;
        var file = arrival.File;
        var transfers = spec.Targets
            .Select((target, i) => new OpenTransfer(DerivedId.CreateFrom(file.ArrivalId, $"{deciding.Context.Self}/{file.ArrivalId}/{i}"), target.Endpoint))
            .ToList();
        deciding.Happened(new ArrivalOpened(deciding.Now, file.ArrivalId, spec.Source.Endpoint, spec.Source.AfterCopy, transfers));
        gate.Admit(file.ArrivalId);
        arrival = State.Arrivals[file.ArrivalId];

        var before = State.Before(arrival);
        for (var i = 0; i < transfers.Count; i++)
        {
            var target = spec.Targets[i];
            var definition = new TransferDefinition(
                transfers[i].TransferId,
                Organization,
                Name,
                file.ArrivalId,
                spec.Source.Endpoint,
                file.Path,
                file.File,
                file.Pinned,
                target.Endpoint,
                FlowTrigger.TargetPath(spec.Source, target, file.Path),
                target.OnExisting,
                spec.Retry,
                file.User);
            deciding.Send(
                ActorId.Transfer(definition.TransferId),
                new CreateTransfer(definition, State.HoldFor(arrival, arrival.Open[i]), before?.File.ArrivalId, State.ReturnsPlaces));
        }

        foreach (var transfer in before?.Open ?? [])
        {
            deciding.Send(ActorId.Transfer(transfer.TransferId), new SourceReplaced(file.ArrivalId));
        }
    }

    private void Decline(Arrival arrival)
    {
        deciding.Happened(new ArrivalDeclined(deciding.Now, arrival.File.ArrivalId, Gone));
        Forget(arrival.File);
        Release(arrival, delete: false);
    }

    /// <summary>In the same commit as the arrival, so that no crash can part the two.</summary>
    private void Remember(FileArrived file)
    {
        if (file.MemoryId is not null)
        {
            deciding.Show(ViewNames.Taken, file.MemoryId, TakenFile.ScopeOf(Organization, Name), "", new TakenFile(file.File.Size, file.File.ModifiedAt));
        }
    }

    private void Forget(FileArrived file)
    {
        if (file.MemoryId is not null)
        {
            deciding.Hide(ViewNames.Taken, file.MemoryId);
        }
    }

    private Arrival? Next(Arrival arrival)
    {
        var line = State.Lines[arrival.File.Path];
        var place = line.IndexOf(arrival.File.ArrivalId) + 1;
        return place == 1 && place < line.Count ? State.Arrivals[line[place]] : null;
    }

    /// <summary>All of its transfers have ended: the next file of its path has its turn.</summary>
    /// <returns>The next file's transfers.</returns>
    private IEnumerable<QueuedTransfer> Serve(Arrival arrival)
    {
        var next = Next(arrival);
        deciding.Happened(new ArrivalServed(deciding.Now, arrival.File.ArrivalId));
        Release(arrival, arrival.AllDelivered && arrival.AfterCopy == AfterCopy.Delete);
        if (next is null)
        {
            return [];
        }

        gate.Admit(next.File.ArrivalId);
        return next.Open.Select(transfer => new QueuedTransfer(next.File.ArrivalId, transfer.TransferId));
    }

    private void Release(Arrival arrival, bool delete)
    {
        var file = arrival.File;
        deciding.StartWork(
            ReleaseWork(file.ArrivalId),
            new ReleaseSource(Organization, Name, file.ArrivalId, arrival.SourceEndpoint, file.Path, file.File, file.Pinned, delete, arrival.AllDelivered ? file.Trigger : null));
    }

    private string ReleaseWork(string arrivalId) => $"{deciding.Context.Self}/release/{arrivalId}";
}
