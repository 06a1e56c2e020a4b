using System.Collections.Frozen;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Catalog;

/// <summary>Everything that is declared at one moment; never changes.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<ResourceKey, CatalogEntry> _entries;
    private readonly FrozenDictionary<string, UserSpec> _users;
    private readonly FrozenDictionary<(string Organization, string Endpoint), CatalogEntry[]> _flows;

    private readonly FrozenDictionary<(string Organization, string Endpoint), MountSpec[]> _mounts;

    /// <summary>Of all entries.</summary>
    public CatalogSnapshot(IEnumerable<CatalogEntry> entries)
    {
        _entries = entries.ToFrozenDictionary(entry => entry.Spec.Key);
        _users = _entries.Values.Select(entry => entry.Spec).OfType<UserSpec>().ToFrozenDictionary(user => user.Name, StringComparer.Ordinal);
        _flows = _entries.Values
            .Where(entry => entry.Spec is FlowSpec)
            .GroupBy(entry => (entry.Spec.Organization ?? string.Empty, ((FlowSpec)entry.Spec).Source.Endpoint))
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(entry => entry.Spec.Name, StringComparer.Ordinal).ToArray());
        _mounts = _entries.Values
            .Select(entry => entry.Spec)
            .OfType<MountSpec>()
            .GroupBy(mount => (mount.Organization ?? string.Empty, mount.Endpoint))
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(mount => mount.Name, StringComparer.Ordinal).ToArray());
    }

    /// <summary>Nothing is declared.</summary>
    public static CatalogSnapshot Empty { get; } = new([]);

    /// <summary>All of it, in no order.</summary>
    public IReadOnlyCollection<CatalogEntry> Entries => _entries.Values;

    /// <summary>One resource with what is known about it, or null.</summary>
    public CatalogEntry? Find(ResourceKey key) => _entries.GetValueOrDefault(key);

    /// <summary>The user with this login, enabled or not; logins are unique in the cluster.</summary>
    public UserSpec? FindUser(string login) => _users.GetValueOrDefault(login);

    /// <summary>An endpoint, enabled or not.</summary>
    public EndpointSpec? FindEndpoint(string organization, string name) =>
        Find(new ResourceKey(ResourceKind.Endpoint, organization, name))?.Spec as EndpointSpec;

    /// <summary>A flow.</summary>
    public FlowSpec? FindFlow(string organization, string name) =>
        Find(new ResourceKey(ResourceKind.Flow, organization, name))?.Spec as FlowSpec;

    /// <summary>A remote server (a <see cref="RemoteSpec"/>) with what was learned about it.</summary>
    public CatalogEntry? FindRemote(string organization, string name) =>
        Find(new ResourceKey(ResourceKind.RemoteServer, organization, name));

    /// <summary>The flows (each a <see cref="FlowSpec"/> with its revision) that start at an endpoint, by name.</summary>
    public IReadOnlyList<CatalogEntry> FlowsFrom(string organization, string endpoint) =>
        _flows.GetValueOrDefault((organization, endpoint), []);

    /// <summary>The mounts in an endpoint, enabled or not, by name.</summary>
    public IReadOnlyList<MountSpec> MountsOf(string organization, string endpoint) => _mounts.GetValueOrDefault((organization, endpoint), []);
}
