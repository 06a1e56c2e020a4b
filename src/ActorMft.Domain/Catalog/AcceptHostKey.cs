namespace ActorMft.Domain.Catalog;

/// <summary>
/// Believes the changed key that disabled a remote server, or goes on believing the one before, and enables it again. Answered by
/// <see cref="AcceptHostKeyReply"/>.
/// </summary>
/// <param name="Fingerprint">The key that is meant: the changed one or the one before; null for the changed one, whichever it is by now.</param>
public sealed record AcceptHostKey(string Organization, string Remote, string Actor, string From, string? Fingerprint = null);
