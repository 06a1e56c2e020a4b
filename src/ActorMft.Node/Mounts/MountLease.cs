using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>A session's connection to a mount's remote server, with how many of its operations and open files use it. Guarded by the owner's lock.</summary>
/// <param name="lease">Owned.</param>
/// <param name="directory">The mount's directory at the remote, absolute.</param>
internal sealed class MountLease(RemoteLease lease, string directory)
{
    private bool _isBroken;

    public ISftpFileSystem Files => lease.Connection.Files;

    public string Directory => directory;

    public int Users { get; set; }

    /// <summary>Whether more may be begun on it.</summary>
    public bool IsUsable => !_isBroken && lease.Connection.IsAlive;

    /// <summary>Ends with its last user: something on it is in a state that nothing else may meet.</summary>
    public void Break()
    {
        _isBroken = true;
        lease.Break();
    }

    /// <summary>Tells the server by which mounts the requests come that follow.</summary>
    public void Tell(MountRoute route) => lease.Connection.Tell(route);

    public ValueTask GiveBackAsync()
    {
        // The next one to have the connection doesn't come through a mount.
        lease.Connection.Tell(MountRoute.Start);
        return lease.DisposeAsync();
    }
}
