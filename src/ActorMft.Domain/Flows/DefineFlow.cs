using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>From the catalog: the flow as it is from now on.</summary>
/// <param name="Revision">The catalog's revision of the specification.</param>
/// <param name="Holds">By target endpoint: why files for it must wait, as a sentence; absent when they needn't.</param>
public sealed record DefineFlow(FlowSpec Spec, long Revision, IReadOnlyDictionary<string, string> Holds);
