using System.Collections.Concurrent;
using ActorMft.Actors;
using ActorMft.Node.Catalog;
using ActorMft.Node.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Remotes;

/// <summary>This node's connections to all remote servers.</summary>
internal sealed class RemoteConnections(
    ICatalog catalog, RemoteConnector connector, IMessenger messenger, ThisNode node, TimeProvider time, ILogger<RemoteConnections> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Organization, string Remote), Lazy<RemotePool>> _pools = new();

    /// <summary>Waits for a connection to a remote.</summary>
    /// <exception cref="RemoteException">The remote can't be used now; the message says at which step and why.</exception>
    public Task<RemoteLease> RentAsync(string organization, string remote, CancellationToken cancellationToken) =>
        PoolOf(organization, remote).RentAsync(cancellationToken);

    /// <summary>Waits for a connection to a remote and makes it anew unless transfers keep all of them busy.</summary>
    /// <exception cref="RemoteException">The remote can't be used now; the message says at which step and why.</exception>
    public async Task<RemoteLease> RentNewAsync(string organization, string remote, CancellationToken cancellationToken)
    {
        var pool = PoolOf(organization, remote);
        await pool.CloseIdleAsync();
        return await pool.RentAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            await pool.Value.DisposeAsync();
        }
    }

    private RemotePool PoolOf(string organization, string remote) =>
        _pools.GetOrAdd((organization, remote), key => new Lazy<RemotePool>(() => Create(key.Organization, key.Remote))).Value;

    private RemotePool Create(string organization, string remote) => new(
        $"{organization}/{remote}",
        () => catalog.Current.FindRemote(organization, remote),
        connector.ConnectAsync,
        new SlotLine(organization, remote, messenger, node, time),
        node.Incarnation,
        time,
        logger);
}
