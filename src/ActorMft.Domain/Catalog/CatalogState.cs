using System.Collections.Immutable;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Everything that is declared.</summary>
public sealed record CatalogState
{
    /// <summary>Raised by each change.</summary>
    public long Revision { get; init; }

    /// <summary>By <see cref="ResourceKey"/> as text.</summary>
    public ImmutableDictionary<string, CatalogEntry> Entries { get; init; } = ImmutableDictionary<string, CatalogEntry>.Empty;

    public ImmutableList<ServerHostKey> HostKeys { get; init; } = [];

    /// <summary>Null until the first node has started.</summary>
    public ClusterIdentity? Identity { get; init; }

    internal CatalogEntry? Find(ResourceKind kind, string organization, string name) =>
        Entries.GetValueOrDefault(new ResourceKey(kind, organization, name).ToString());

    internal TSpec? Find<TSpec>(ResourceKind kind, string? organization, string? name)
        where TSpec : ResourceSpec =>
        organization is null || name is null ? null : Find(kind, organization, name)?.Spec as TSpec;

    internal IEnumerable<CatalogEntry> InOrder() =>
        Entries.Values.OrderBy(entry => entry.Spec.Kind).ThenBy(entry => entry.Spec.Key.ToString(), StringComparer.Ordinal);
}
