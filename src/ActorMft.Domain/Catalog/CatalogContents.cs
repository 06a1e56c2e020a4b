namespace ActorMft.Domain.Catalog;

/// <summary>Everything that is declared, as of a revision.</summary>
public sealed record CatalogContents(long Revision, IReadOnlyList<CatalogEntry> Entries, IReadOnlyList<ServerHostKey> HostKeys);
