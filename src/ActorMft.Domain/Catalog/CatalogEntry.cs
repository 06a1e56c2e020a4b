using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>A declared resource and what is known about it. The secrets in it are hashes and sealed texts; still not for the API.</summary>
/// <param name="Revision">The catalog's revision that last changed the specification.</param>
/// <param name="Remote">For a remote server: what was learned.</param>
public sealed record CatalogEntry(ResourceSpec Spec, long Revision, RemoteFacts? Remote);
