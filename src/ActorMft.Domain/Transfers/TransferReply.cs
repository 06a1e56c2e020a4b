namespace ActorMft.Domain.Transfers;

/// <summary>Whether a person's command was carried out.</summary>
/// <param name="Found">There is such a transfer.</param>
/// <param name="Reason">Why it wasn't accepted, or what happens next; null when all is said.</param>
public sealed record TransferReply(bool Found, bool Accepted, string? Reason);
