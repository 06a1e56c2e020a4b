namespace ActorMft.Domain.Catalog;

/// <summary>What was learned about a remote server.</summary>
/// <param name="HostKey">The key learned or accepted; goes before the declared one.</param>
/// <param name="OfferedHostKey">The changed key that waits to be accepted.</param>
/// <param name="DisabledReason">Why the remote is disabled, as a sentence; null when it isn't.</param>
public sealed record RemoteFacts(string? HostKey, string? OfferedHostKey, string? DisabledReason);
