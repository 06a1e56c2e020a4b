using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Deletes one resource that nothing refers to. Answered by <see cref="DeleteReply"/>.</summary>
/// <param name="Organization">The organization it belongs to; for an organization its own name.</param>
public sealed record DeleteResource(ResourceKind Kind, string Organization, string Name, string Actor, string From);
