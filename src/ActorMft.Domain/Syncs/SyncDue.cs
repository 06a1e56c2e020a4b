namespace ActorMft.Domain.Syncs;

/// <summary>Its schedule starts it.</summary>
public sealed record SyncDue;
