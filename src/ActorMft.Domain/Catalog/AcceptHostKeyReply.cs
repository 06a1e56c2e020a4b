namespace ActorMft.Domain.Catalog;

/// <summary>The key that is believed from now on, or why nothing was accepted.</summary>
/// <param name="Old">The key that was believed before.</param>
public sealed record AcceptHostKeyReply(bool Accepted, string? Fingerprint, string? Reason, string? Old = null);
