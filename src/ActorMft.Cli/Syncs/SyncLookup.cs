using ActorMft.Cli.Management;
using ActorMft.Cli.Resources;

namespace ActorMft.Cli.Syncs;

/// <summary>Where the interface has a sync that was named on the command line.</summary>
internal static class SyncLookup
{
    public static async Task<string> PathAsync(ManagementClient client, string name, CancellationToken cancellationToken)
    {
        var (organization, found) = await new ResourceLookup(client).ResolveAsync(ResourceKind.Sync, ResourceName.Parse(name), cancellationToken);
        return ResourceLookup.PathOf(ResourceKind.Sync, organization, found);
    }
}
