using ActorMft.Node.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Files;

/// <summary>
/// Removes a name if it still means a certain version. The name is moved away first and looked at afterwards, so that a newer upload is
/// never removed by mistake; it can be run again after a crash at any point.
/// </summary>
/// <param name="doomed">The directory that names are moved to, each under its arrival's id.</param>
internal sealed class SourceRemoval(SafeFileHandle doomed)
{
    /// <returns>True when the name was removed; false when it was gone or is a newer version by now.</returns>
    public bool RemoveIfSame(EndpointDirectory endpoint, string path, string arrivalId, FileNumber version)
    {
        var parentPath = EndpointPath.Parent(path);
        SafeFileHandle parent;
        try
        {
            parent = endpoint.OpenDirectory(parentPath);
        }
        catch (FileStoreException exception) when (exception.IsMissing)
        {
            var wasMoved = StoreNames.FactsOf(doomed, arrivalId)?.Number == version;
            StoreNames.Drop(doomed, arrivalId);
            return wasMoved;
        }

        using (parent)
        {
            var name = EndpointPath.Name(path);
            if (StoreNames.FactsOf(doomed, arrivalId) is null && StoreNames.FactsOf(parent, name)?.Number != version)
            {
                return false;
            }

            MoveAway(parent, name, arrivalId);
            var removed = StoreNames.FactsOf(doomed, arrivalId)?.Number == version;
            if (!removed)
            {
                PutBack(parent, name, arrivalId);
            }

            StoreNames.Drop(doomed, arrivalId);
            LibC.Sync(parent, parentPath);
            return removed;
        }
    }

    private void MoveAway(SafeFileHandle parent, string name, string arrivalId)
    {
        try
        {
            LibC.RenameNew(parent, name, doomed, arrivalId);
        }
        catch (FileStoreException exception) when (exception.IsMissing || exception.Errno == LibC.Exists)
        {
            // Gone by now, or moved away by an earlier run.
        }
    }

    private void PutBack(SafeFileHandle parent, string name, string arrivalId)
    {
        try
        {
            LibC.RenameNew(doomed, arrivalId, parent, name);
        }
        catch (FileStoreException exception) when (exception.IsMissing || exception.Errno == LibC.Exists)
        {
            // An even newer version has taken the name: this one counts as overwritten by it.
        }
    }
}
