namespace ActorMft.Domain.Catalog;

/// <summary>Believes the changed key that disabled a remote server, and enables it again. Answered by <see cref="AcceptHostKeyReply"/>.</summary>
public sealed record AcceptHostKey(string Organization, string Remote, string Actor, string From);
