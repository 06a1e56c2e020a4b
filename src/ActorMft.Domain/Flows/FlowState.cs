using System.Collections.Immutable;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>A flow's definition and the files under way; finished ones are forgotten.</summary>
public sealed record FlowState
{
    /// <summary>Null before the first definition and after removal.</summary>
    public FlowSpec? Spec { get; init; }

    /// <summary>The catalog's revision of the definition, or of the removal; 0 before both.</summary>
    public long Revision { get; init; }

    /// <summary>By target endpoint: why files for it must wait, as a sentence.</summary>
    public ImmutableDictionary<string, string> Holds { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>By arrival id.</summary>
    public ImmutableDictionary<string, Arrival> Arrivals { get; init; } = ImmutableDictionary<string, Arrival>.Empty;

    /// <summary>By path: the arrivals that are not yet served, in order; only the first is being delivered.</summary>
    public ImmutableDictionary<string, ImmutableList<string>> Lines { get; init; } = ImmutableDictionary<string, ImmutableList<string>>.Empty;

    /// <summary>
    /// Of a flow that lets only so many transfers go: by target endpoint if it has an order, else one for all, under the empty name.
    /// </summary>
    public ImmutableDictionary<string, FlowGate> Gates { get; init; } = ImmutableDictionary<string, FlowGate>.Empty;

    /// <summary>Whether transfers pass a gate.</summary>
    internal bool HasGates => IsOrdered || ReturnsPlaces;

    /// <summary>One transfer at a time goes to an endpoint, and keeps its place until it has ended.</summary>
    internal bool IsOrdered => Spec is { Order: FlowOrder.Arrival };

    /// <summary>A transfer gives its place back when an attempt fails.</summary>
    internal bool ReturnsPlaces => Spec is { Parallel: not null };

    /// <summary>How many places a gate has.</summary>
    internal int Places => IsOrdered ? 1 : Spec?.Parallel ?? int.MaxValue;

    internal FlowGate GateOf(OpenTransfer transfer) => Gates.GetValueOrDefault(GateName(transfer), FlowGate.Open);

    internal string GateName(OpenTransfer transfer) => IsOrdered ? transfer.Endpoint : "";

    /// <summary>The arrivals whose transfers are created and have not all ended, in the order in which they came.</summary>
    internal IEnumerable<Arrival> OpenArrivals =>
        Arrivals.Values.Where(arrival => arrival.Stage == ArrivalStage.Open).OrderBy(arrival => arrival.File.ArrivalId, StringComparer.Ordinal);

    /// <summary>An arrival's transfer that hasn't ended; null when there is none.</summary>
    internal OpenTransfer? FindOpen(string arrivalId, string transferId) =>
        Arrivals.TryGetValue(arrivalId, out var arrival) && arrival.Stage == ArrivalStage.Open
            ? arrival.Open.Find(transfer => transfer.TransferId == transferId)
            : null;

    /// <summary>The arrival of the same path that goes before, or null.</summary>
    internal Arrival? Before(Arrival arrival)
    {
        if (!Lines.TryGetValue(arrival.File.Path, out var line))
        {
            return null;
        }

        var place = line.IndexOf(arrival.File.ArrivalId);
        return place > 0 ? Arrivals[line[place - 1]] : null;
    }

    /// <summary>Whether this very version is being carried.</summary>
    internal bool IsUnderWay(string path, FileIdentity file) =>
        Lines.TryGetValue(path, out var line) && line.Exists(arrivalId => Arrivals[arrivalId].File.File == file);

    /// <summary>Why an arrival's transfer must wait, as a sentence, or null.</summary>
    internal string? HoldFor(Arrival arrival, OpenTransfer transfer) =>
        HoldBeforeGate(arrival, transfer.Endpoint) ?? (HasGates && transfer.Standing == TransferStanding.Queued ? HoldAtGate(transfer) : null);

    /// <summary>The same, for whatever reason but the gate's.</summary>
    internal string? HoldBeforeGate(Arrival arrival, string endpoint)
    {
        if (Before(arrival) is { } before)
        {
            var ids = string.Join(", ", before.Open.Select(transfer => transfer.TransferId));
            return ids.Length == 0
                ? $"waits for the file before it on the same path (arrival {before.File.ArrivalId})"
                : $"waits until the file before it on the same path is delivered or cancelled (transfer {ids})";
        }

        if (Spec is { Enabled: false })
        {
            return $"the flow {Spec.Organization}/{Spec.Name} is disabled";
        }

        return Holds.GetValueOrDefault(endpoint);
    }

    private string HoldAtGate(OpenTransfer transfer) => (IsOrdered, Places) switch
    {
        (true, _) => $"waits for its turn: the flow's files go to {transfer.Endpoint} one after the other (order: arrival)",
        (_, 1) => "waits for the flow's only place (parallel: 1)",
        (_, var places) => $"waits for one of the flow's {places} places (parallel: {places})",
    };
}
