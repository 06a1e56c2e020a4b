using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Pulls;

/// <summary>From the catalog: where a flow's files are looked for from now on, and when.</summary>
/// <param name="FlowRevision">The revision of the flow's catalog entry.</param>
/// <param name="Revision">The catalog's own revision.</param>
/// <param name="Hold">Why nobody must look, as a sentence; null to look.</param>
public sealed record DefinePull(FlowSource Source, RetryPolicy Retry, long FlowRevision, long Revision, string? Hold);
