using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>A field of a resource that doesn't fit the other resources.</summary>
/// <param name="To">The resource that it refers to, if there is one in question.</param>
internal sealed record Misfit(string Path, string? Value, string Allowed, ResourceKey? To = null);
