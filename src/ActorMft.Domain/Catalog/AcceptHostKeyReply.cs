namespace ActorMft.Domain.Catalog;

/// <summary>The key that is believed from now on, or why nothing was accepted.</summary>
public sealed record AcceptHostKeyReply(bool Accepted, string? Fingerprint, string? Reason);
