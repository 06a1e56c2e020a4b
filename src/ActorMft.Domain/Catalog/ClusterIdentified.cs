namespace ActorMft.Domain.Catalog;

public sealed record ClusterIdentified(DateTimeOffset At, ClusterIdentity Identity) : CatalogEvent(At);
