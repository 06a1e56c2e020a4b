using ActorMft.Domain.Resources;
using ActorMft.Node.Files;

namespace ActorMft.Node.Mounts;

/// <summary>Whether a folder may become a mount: what lies in it would be out of sight.</summary>
internal sealed class MountFolders(FileStore store)
{
    /// <param name="mount">Valid by itself.</param>
    /// <param name="stored">As it is declared now, if it is: its folder was looked at then.</param>
    /// <param name="index">The resource's place in the declaration, for the problem.</param>
    public Problem? Check(MountSpec mount, MountSpec? stored, int index)
    {
        if (stored is not null && stored.Endpoint == mount.Endpoint && stored.Path == mount.Path)
        {
            return null;
        }

        try
        {
            var names = store.OpenEndpoint(mount.Organization!, mount.Endpoint).ListNames(EndpointPath.Normalize(mount.Path));
            return names.Count == 0
                ? null
                : new Problem(index, "path", mount.Path, $"an empty folder: '{names[0]}' {(names.Count == 1 ? "is" : $"and {names.Count - 1} more are")} in it and would be out of sight. Move what is there, or take another folder");
        }
        catch (FileStoreException exception)
        {
            return new Problem(index, "path", mount.Path, $"an empty folder ({exception.Message})");
        }
    }
}
