namespace ActorMft.Domain.Catalog;

/// <summary>Whether a remote server's key is believed.</summary>
/// <param name="Trusted">Only then may the connection go on.</param>
/// <param name="Expected">The key that is believed, if one is.</param>
/// <param name="Reason">Why it isn't trusted, as a sentence.</param>
public sealed record RemoteHostKeyReply(bool Trusted, string? Expected, string? Reason);
