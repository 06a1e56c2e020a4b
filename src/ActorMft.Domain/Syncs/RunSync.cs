using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Syncs;

/// <summary>The work of a sync: one run, from its beginning; what is alike already is skipped.</summary>
public sealed record RunSync(string RunId, SyncSpec Spec);
