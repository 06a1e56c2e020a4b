namespace ActorMft.Domain.Catalog;

/// <summary>Keeps the cluster's own SSH host keys. A type that is there already stays as it is. Answered by <see cref="HostKeysReply"/>.</summary>
public sealed record AddHostKeys(IReadOnlyList<ServerHostKey> Keys);
