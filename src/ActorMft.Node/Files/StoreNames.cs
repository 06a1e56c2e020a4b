using ActorMft.Node.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Files;

/// <summary>Looks at and removes names in a directory that is held open.</summary>
internal static class StoreNames
{
    /// <summary>The name itself is looked at: what a link leads to is never meant here.</summary>
    public static FileFacts? FactsOf(SafeFileHandle directory, string name)
    {
        try
        {
            using var file = LibC.OpenName(directory, name);
            return LibC.Stat(file, name);
        }
        catch (FileStoreException exception) when (exception.IsMissing)
        {
            return null;
        }
    }

    public static void Drop(SafeFileHandle directory, string name)
    {
        try
        {
            LibC.Unlink(directory, name);
        }
        catch (FileStoreException exception) when (exception.IsMissing)
        {
            // Already gone, which is what was wanted.
        }
    }
}
