namespace ActorMft.Domain.Catalog;

/// <summary>What happened to the catalog.</summary>
public abstract record CatalogEvent(DateTimeOffset At);
