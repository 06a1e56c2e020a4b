using System.Collections.Concurrent;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Files;
using ActorMft.Node.Remotes;
using ActorMft.Node.Sessions;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Mounts;

/// <summary>Gives each session its view of the endpoint's mounts, and keeps it as they are declared.</summary>
internal sealed class MountFactory : IDisposable
{
    private const long MemoryOfNode = 256 * 1024 * 1024;

    private readonly ICatalog _catalog;
    private readonly Func<MountSpec, CancellationToken, Task<RemoteLease>> _rent;
    private readonly string _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger<MountFactory> _logger;
    private readonly MemoryBudget _memory = new(MemoryOfNode);
    private readonly ConcurrentDictionary<SessionMounts, byte> _sessions = new();
    private readonly IDisposable _subscription;

    /// <summary>Follows the catalog until it is disposed.</summary>
    /// <param name="catalog">Has the mounts.</param>
    /// <param name="rent">Waits for a connection to a mount's remote server.</param>
    /// <param name="cluster">An id that no other cluster has and nobody guesses.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the operator has to see.</param>
    public MountFactory(ICatalog catalog, Func<MountSpec, CancellationToken, Task<RemoteLease>> rent, string cluster, TimeProvider time, ILogger<MountFactory> logger)
    {
        _catalog = catalog;
        _rent = rent;
        _cluster = cluster;
        _time = time;
        _logger = logger;
        _subscription = catalog.OnChanged(Follow);
    }

    /// <summary>How long an operation waits for a place among the remote's connections: most clients give up after half a minute or more.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The session's mounts; dispose them with it.</summary>
    public SessionMounts Open(SessionIdentity session, EndpointDirectory endpoint)
    {
        var mounts = new SessionMounts(session, endpoint, Connect, mount => MountRoute.MarkOf(_cluster, mount), left => _sessions.TryRemove(left, out _), _logger);

        // First noted, then looked at: a snapshot that comes between the two finds it.
        _sessions[mounts] = 0;
        mounts.Follow(_catalog.Current);
        return mounts;
    }

    /// <summary>A file system that has the mounts in their folders.</summary>
    public ISftpFileSystem Mount(SessionMounts mounts, ISftpFileSystem own) => new MountedFileSystem(own, mounts, _memory);

    public void Dispose() => _subscription.Dispose();

    private void Follow(CatalogSnapshot declared)
    {
        foreach (var session in _sessions.Keys)
        {
            session.Follow(declared);
        }
    }

    private MountConnection Connect(MountSpec mount) => new(
        cancellationToken => _rent(mount, cancellationToken),
        landing => SftpPath.Combine(landing, mount.RemotePath),
        _time);
}
