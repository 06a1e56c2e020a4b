using ActorMft.Node.Files;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Sessions;

/// <summary>The open home directories: sessions in the same one share its descriptor, of which a process has only so many.</summary>
internal sealed class SharedHomes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FileNumber, (LocalFileSystem Files, int Users)> _open = [];

    /// <summary>Opens the directory, or joins those who have it open. One that was replaced since is another directory.</summary>
    /// <exception cref="FileStoreException">It can't be opened; the message names the path.</exception>
    public SharedHome Open(EndpointDirectory endpoint, string home)
    {
        lock (_gate)
        {
            var number = endpoint.Find(home)?.Number ?? throw Refused(endpoint, home, "it is gone");
            if (!_open.TryGetValue(number, out var entry))
            {
                try
                {
                    entry.Files = new LocalFileSystem(endpoint.FullPath, home, new LocalFileSystemOptions { Durable = true, KeepOwnerAccess = true });
                }
                catch (SftpException exception)
                {
                    throw Refused(endpoint, home, exception.Message);
                }
            }

            _open[number] = (entry.Files, entry.Users + 1);
            return new SharedHome(this, number, entry.Files);
        }
    }

    /// <summary>One of its sessions has ended.</summary>
    public void Release(FileNumber number)
    {
        lock (_gate)
        {
            var (files, users) = _open[number];
            if (users > 1)
            {
                _open[number] = (files, users - 1);
                return;
            }

            _open.Remove(number);
            files.Dispose();
        }
    }

    private static FileStoreException Refused(EndpointDirectory endpoint, string home, string reason) =>
        new($"The home '{endpoint.FullPath}{home}' can't be opened: {reason}");
}
