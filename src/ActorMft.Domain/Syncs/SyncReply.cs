namespace ActorMft.Domain.Syncs;

/// <summary>The sync's answer.</summary>
/// <param name="RunId">The run that was started or ended; null if none was.</param>
/// <param name="Reason">Why none was, as a sentence.</param>
public sealed record SyncReply(string? RunId, string? Reason);
