namespace ActorMft.Domain.Syncs;

/// <summary>The run that is in progress.</summary>
public sealed record SyncRunning(string RunId, string By, DateTimeOffset StartedAt);
