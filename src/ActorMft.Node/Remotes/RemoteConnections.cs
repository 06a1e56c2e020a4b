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
        _pools.GetOrAdd((organization, remote), key => new Lazy<RemotePool>(() => Create(key.Organization, key.Remote)))
            .Value.RentAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            await pool.Value.DisposeAsync();
        }
    }

    private RemotePool Create(string organization, string remote) => new(
        $"{organization}/{remote}",
        () => catalog.Current.FindRemote(organization, remote),
        connector.ConnectAsync,
        new SlotLine(organization, remote, messenger, node, time),
        node.Incarnation,
        time,
        logger);
}
