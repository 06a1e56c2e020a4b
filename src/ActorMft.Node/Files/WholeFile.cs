using ActorMft.Node.Files.Native;

namespace ActorMft.Node.Files;

/// <summary>Small files that are there whole or not at all, and made once however many processes try.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Gives a file that was written aside its name, unless that is taken; the other name goes in any case. By a link: a rename would
    /// replace what is there, and looking first leaves a gap.
    /// </summary>
    /// <returns>False: somebody else was first.</returns>
    /// <exception cref="FileStoreException">The file system refused.</exception>
    public static bool TryPlace(string temporary, string path)
    {
        try
        {
            using var file = File.OpenHandle(temporary);
            using var directory = LibC.OpenDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            LibC.Link(file, directory, Path.GetFileName(path));
            LibC.Sync(directory, path);
            return true;
        }
        catch (FileStoreException exception) when (exception.Errno == LibC.Exists)
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
