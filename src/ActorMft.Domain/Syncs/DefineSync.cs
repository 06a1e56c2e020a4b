using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Syncs;

/// <summary>From the catalog: the sync as it is declared from now on.</summary>
/// <param name="Hold">Why it can't run, as a sentence; null when it can.</param>
public sealed record DefineSync(SyncSpec Spec, long Revision, string? Hold);
