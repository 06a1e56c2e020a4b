namespace ActorMft.Domain.Catalog;

public sealed record HostKeysAdded(DateTimeOffset At, IReadOnlyList<ServerHostKey> Keys, long Revision) : CatalogEvent(At);
