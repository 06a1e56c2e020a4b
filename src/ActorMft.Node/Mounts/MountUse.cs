using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>One operation's, or one open file's, use of a mount's connection.</summary>
internal sealed class MountUse(MountConnection owner, MountLease lease) : IDisposable
{
    private int _isOver;

    public ISftpFileSystem Files => lease.Files;

    /// <summary>The path at the remote of a path below the mount's folder.</summary>
    /// <param name="below">Empty for the folder itself, else with a slash in front; normalised.</param>
    public string PathOf(string below) => SftpPath.Normalize(lease.Directory + below);

    /// <summary>Nobody else gets the connection after those who have it now.</summary>
    public void Break() => owner.Break(lease);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            owner.Leave(lease);
        }
    }
}
