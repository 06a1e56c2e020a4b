namespace ActorMft.Domain.Flows;

/// <summary>
/// Work: drops an arrival's pin and, if asked, removes the source; only if the path is still that very file. Done twice it
/// does nothing more. Ends with <see cref="SourceReleased"/> to the flow.
/// </summary>
/// <param name="Endpoint">The source endpoint's name.</param>
/// <param name="Delete">Remove the source; otherwise only the pin is dropped.</param>
/// <param name="Trigger">The trigger file to remove, whether the source is removed or kept; only if the path is still that very file.</param>
public sealed record ReleaseSource(
    string Organization, string Flow, string ArrivalId, string Endpoint, string Path, FileIdentity File, bool Pinned, bool Delete, TriggerFile? Trigger = null);
