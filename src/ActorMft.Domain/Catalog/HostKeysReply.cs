namespace ActorMft.Domain.Catalog;

/// <summary>The host keys that every node presents.</summary>
public sealed record HostKeysReply(IReadOnlyList<ServerHostKey> Keys);
