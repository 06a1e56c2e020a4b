using ActorMft.Domain.Transfers;
using ActorMft.Sftp;

namespace ActorMft.Node.Connector;

/// <summary>Goes through a directory, and those below it if asked to. Parts of uploads in progress are left out, and links are not followed.</summary>
internal static class DirectoryWalk
{
    /// <exception cref="SftpException">A directory can't be listed. One below that vanished meanwhile is passed over.</exception>
    public static async IAsyncEnumerable<(string Directory, SftpName Name)> OfAsync(
        ISftpFileSystem files, string root, bool recursive, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new Stack<string>([root]);
        while (open.TryPop(out var directory))
        {
            ISftpDirectory listing;
            try
            {
                listing = await files.OpenDirectoryAsync(directory, cancellationToken);
            }
            catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile && directory != root)
            {
                continue;
            }

            await using (listing)
            {
                while (await listing.ReadAsync(cancellationToken) is { Count: > 0 } names)
                {
                    foreach (var name in names.Where(name => !PartName.IsPart(name.Name)))
                    {
                        if (recursive && name.Attributes.IsDirectory)
                        {
                            open.Push(SftpPath.Combine(directory, name.Name));
                        }

                        yield return (directory, name);
                    }
                }
            }
        }
    }
}
