namespace ActorMft.Domain.Catalog;

public sealed record ResourceDeclared(DateTimeOffset At, CatalogEntry Entry, Outcome Outcome, string Actor, string From) : CatalogEvent(At);
