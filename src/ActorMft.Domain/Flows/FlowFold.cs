using System.Collections.Immutable;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>A flow's state after each event.</summary>
internal static class FlowFold
{
    public static FlowState Apply(FlowState state, FlowEvent @event) => @event switch
    {
        FlowDefined e => GateFold.Rebuild(state, state with { Spec = e.Spec, Revision = e.Revision, Holds = e.Holds.ToImmutableDictionary() }),
        FlowRemoved e => GateFold.Rebuild(state, state with { Spec = null, Revision = e.Revision, Holds = ImmutableDictionary<string, string>.Empty }),
        ArrivalAccepted e => Accept(state, e.File),
        ArrivalOpened e => Change(state, e.ArrivalId, arrival => arrival with
        {
            Stage = ArrivalStage.Open,
            SourceEndpoint = e.SourceEndpoint,
            AfterCopy = e.AfterCopy,
            Transfers = [.. e.Transfers],
            Open = [.. e.Transfers],
        }),
        ArrivalDeclined e => LeaveLine(Change(state, e.ArrivalId, arrival => arrival with { Stage = ArrivalStage.Releasing, AllDelivered = false }), e.ArrivalId),
        TransferClosed e => Change(GateFold.End(state, e.ArrivalId, e.TransferId), e.ArrivalId, arrival => arrival with
        {
            Open = arrival.Open.RemoveAll(transfer => transfer.TransferId == e.TransferId),
            AllDelivered = arrival.AllDelivered && e.Delivered,
            SourceLost = arrival.SourceLost || e.SourceLost,
        }),
        ArrivalServed e => LeaveLine(Change(state, e.ArrivalId, arrival => arrival with { Stage = ArrivalStage.Releasing }), e.ArrivalId),
        PlaceTaken e => GateFold.Take(state, e.ArrivalId, e.TransferId),
        PlaceQueued e => GateFold.Queue(state, e.ArrivalId, e.TransferId),
        PlaceLeft e => GateFold.Leave(state, e.ArrivalId, e.TransferId),
        ArrivalFinished e => state with { Arrivals = state.Arrivals.Remove(e.ArrivalId) },
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private static FlowState Accept(FlowState state, FileArrived file)
    {
        var arrival = new Arrival(file, ArrivalStage.Expected, "", AfterCopy.Keep, [], [], AllDelivered: true);
        var line = state.Lines.GetValueOrDefault(file.Path, []);
        return state with
        {
            Arrivals = state.Arrivals.Add(file.ArrivalId, arrival),
            Lines = state.Lines.SetItem(file.Path, line.Add(file.ArrivalId)),
        };
    }

    private static FlowState Change(FlowState state, string arrivalId, Func<Arrival, Arrival> change) =>
        state with { Arrivals = state.Arrivals.SetItem(arrivalId, change(state.Arrivals[arrivalId])) };

    private static FlowState LeaveLine(FlowState state, string arrivalId)
    {
        var path = state.Arrivals[arrivalId].File.Path;
        var line = state.Lines[path].Remove(arrivalId);
        return state with { Lines = line.IsEmpty ? state.Lines.Remove(path) : state.Lines.SetItem(path, line) };
    }
}
