using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;
using ActorMft.Sftp;

namespace ActorMft.Node.Remotes;

/// <summary>A logged-in SFTP connection to a remote server.</summary>
internal interface IRemoteConnection : IAsyncDisposable
{
    /// <summary>What it was made from; another declaration needs another connection.</summary>
    RemoteSpec Spec { get; }

    /// <summary>The remote's files.</summary>
    ISftpFileSystem Files { get; }

    /// <summary>Where the login lands, absolute.</summary>
    string LoginDirectory { get; }

    /// <summary>The server's identification line.</summary>
    string ServerIdent { get; }

    /// <summary>The fingerprint of the key that the server proved to hold.</summary>
    string HostKey { get; }

    /// <summary>What both sides have agreed on: key exchange, host key, cipher, MAC.</summary>
    string Algorithms { get; }

    /// <summary>Tells the server by which mounts the requests come that follow, if it wants to know. Waits for nothing.</summary>
    void Tell(MountRoute route);

    /// <summary>False as soon as either side has ended it.</summary>
    bool IsAlive { get; }
}
