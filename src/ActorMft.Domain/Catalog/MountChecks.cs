using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Whether a mount fits the other resources. Its folder is nobody else's: what others put there would lie behind the mount, where nobody sees it.</summary>
internal static class MountChecks
{
    public static IEnumerable<Misfit> Of(MountSpec mount, CatalogState catalog)
    {
        var endpoint = catalog.Find<EndpointSpec>(ResourceKind.Endpoint, mount.Organization, mount.Endpoint);
        if (endpoint is null || EndpointTypes.Find(endpoint.Type) is not { HasUsers: true })
        {
            yield return new Misfit(
                "endpoint",
                mount.Endpoint,
                $"the name of an endpoint of {mount.Organization} that users log in to, of type {EndpointTypes.SftpServer}",
                new ResourceKey(ResourceKind.Endpoint, mount.Organization ?? "", mount.Endpoint));
        }

        if (catalog.Find<RemoteSpec>(ResourceKind.RemoteServer, mount.Organization, mount.Remote) is null)
        {
            yield return new Misfit(
                "remote",
                mount.Remote,
                $"the name of a RemoteServer of {mount.Organization}",
                new ResourceKey(ResourceKind.RemoteServer, mount.Organization ?? "", mount.Remote));
        }

        var path = Trim(mount.Path);
        foreach (var spec in catalog.InOrder().Select(entry => entry.Spec).Where(spec => spec.Organization == mount.Organization && spec.Key != mount.Key))
        {
            if (Conflict(path, mount.Endpoint, spec) is { } reason)
            {
                yield return new Misfit("path", mount.Path, $"a folder of its own: {reason}");
            }
        }
    }

    private static string? Conflict(string path, string endpoint, ResourceSpec spec) => spec switch
    {
        MountSpec other when other.Endpoint == endpoint && Overlap(path, Trim(other.Path)) => $"{other.Path} is the mount {other.Name}",
        FlowSpec flow when flow.Source.Endpoint == endpoint && Overlap(path, Trim(flow.Source.Path)) =>
            $"{flow.Source.Path} is the source of the flow {flow.Name}, where files of a mount would never arrive",
        FlowSpec flow when flow.Targets.FirstOrDefault(target => target.Endpoint == endpoint && IsWithin(Trim(target.Path), path)) is { } target =>
            $"the flow {flow.Name} delivers to {target.Path}; let it deliver to the remote server itself",
        SyncSpec sync when sync.Endpoint == endpoint && IsWithin(Trim(sync.Path), path) => $"{sync.Path} belongs to the sync {sync.Name}",
        _ => null,
    };

    private static bool Overlap(string left, string right) => IsWithin(left, right) || IsWithin(right, left);

    private static bool IsWithin(string path, string directory) => path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);

    /// <summary>Empty for the root, which everything is within.</summary>
    private static string Trim(string path) => path.Trim('/') is { Length: > 0 } inner ? "/" + inner : "";
}
