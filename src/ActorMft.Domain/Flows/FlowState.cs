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

    /// <summary>Why an arrival's transfer to an endpoint must wait, as a sentence, or null.</summary>
    internal string? HoldFor(Arrival arrival, string endpoint)
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
}
