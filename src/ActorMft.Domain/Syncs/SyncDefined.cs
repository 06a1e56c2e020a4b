using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Syncs;

public sealed record SyncDefined(DateTimeOffset At, SyncSpec Spec, long Revision, string? Hold) : SyncEvent(At);
