using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>From the catalog: the flow as it is from now on.</summary>
/// <param name="Revision">The catalog's revision of the specification.</param>
/// <param name="Holds">Per target: why files for it must wait, as a sentence; null when they needn't.</param>
public sealed record DefineFlow(FlowSpec Spec, long Revision, IReadOnlyList<string?> Holds);
