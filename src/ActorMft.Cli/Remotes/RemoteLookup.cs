using ActorMft.Cli.Management;
using ActorMft.Cli.Resources;

namespace ActorMft.Cli.Remotes;

/// <summary>Where the interface has a remote server that was named on the command line.</summary>
internal static class RemoteLookup
{
    public static async Task<string> PathAsync(ManagementClient client, string name, CancellationToken cancellationToken)
    {
        var (organization, found) = await new ResourceLookup(client).ResolveAsync(ResourceKind.RemoteServer, ResourceName.Parse(name), cancellationToken);
        return ResourceLookup.PathOf(ResourceKind.RemoteServer, organization, found);
    }
}
