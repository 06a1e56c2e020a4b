using ActorMft.Node.Files;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Sessions;

/// <summary>
/// The open home directories: sessions in the same one share its descriptor, of which a process has only so many. Nothing is asked of a file
/// system under the lock: it may hang, and all logins need the lock.
/// </summary>
internal sealed class SharedHomes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FileNumber, (LocalFileSystem Files, int Users)> _open = [];

    /// <summary>Opens the directory, or joins those who have it open. One that was replaced since is another directory.</summary>
    /// <exception cref="FileStoreException">It can't be opened; the message names the path.</exception>
    public SharedHome Open(EndpointDirectory endpoint, string home)
    {
        var number = endpoint.Find(home)?.Number ?? throw Refused(endpoint, home, "it is gone");
        if (TryJoin(number, opened: null) is { } joined)
        {
            return joined;
        }

        LocalFileSystem files;
        try
        {
            files = new LocalFileSystem(endpoint.FullPath, home, new LocalFileSystemOptions { Durable = true, KeepOwnerAccess = true });
        }
        catch (SftpException exception)
        {
            throw Refused(endpoint, home, exception.Message);
        }

        var shared = TryJoin(number, files)!;
        if (shared.Files != files)
        {
            // Somebody else was faster.
            files.Dispose();
        }

        return shared;
    }

    /// <summary>One of its sessions has ended.</summary>
    public void Release(FileNumber number)
    {
        LocalFileSystem unused;
        lock (_gate)
        {
            var (files, users) = _open[number];
            if (users > 1)
            {
                _open[number] = (files, users - 1);
                return;
            }

            _open.Remove(number);
            unused = files;
        }

        unused.Dispose();
    }

    private SharedHome? TryJoin(FileNumber number, LocalFileSystem? opened)
    {
        lock (_gate)
        {
            var known = _open.TryGetValue(number, out var entry);
            if (!known && opened is null)
            {
                return null;
            }

            entry = known ? (entry.Files, entry.Users + 1) : (opened!, 1);
            _open[number] = entry;
            return new SharedHome(this, number, entry.Files);
        }
    }

    private static FileStoreException Refused(EndpointDirectory endpoint, string home, string reason) =>
        new($"The home '{endpoint.FullPath}{home}' can't be opened: {reason}");
}
