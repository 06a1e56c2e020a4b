namespace ActorMft.Domain.Catalog;

/// <summary>Asks for everything. Answered by <see cref="CatalogContents"/>.</summary>
public sealed record ReadCatalog;
