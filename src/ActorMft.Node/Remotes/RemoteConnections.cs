using System.Collections.Concurrent;
using ActorMft.Actors;
using ActorMft.Domain.Pools;
using ActorMft.Node.Catalog;
using ActorMft.Node.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Remotes;

/// <summary>This node's connections to all remote servers.</summary>
/// <param name="hold">The present hold on the cluster.</param>
/// <param name="readPool">Reads a pool's row by <c>ORGANIZATION/REMOTE</c>.</param>
/// <param name="time">Its date is the database's.</param>
internal sealed class RemoteConnections(
    ICatalog catalog,
    RemoteConnector connector,
    IMessenger messenger,
    ThisNode node,
    Func<LeaseHold?> hold,
    Func<string, CancellationToken, Task<PoolRow?>> readPool,
    TimeProvider time,
    ILogger<RemoteConnections> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Organization, string Remote), Lazy<RemotePool>> _pools = new();
    private volatile bool _isRetired;

    /// <summary>Waits for a connection to a remote.</summary>
    /// <param name="party">Whom it is for; parties take turns in waiting.</param>
    /// <param name="patience">How long it waits.</param>
    /// <exception cref="RemoteException">The remote can't be used now; the message says at which step and why.</exception>
    public Task<RemoteLease> RentAsync(
        string organization, string remote, string party, TimeSpan patience, CancellationToken cancellationToken) =>
        PoolOf(organization, remote).RentAsync(party, patience, cancellationToken);

    /// <summary>Makes a connection of its own to a remote under a slot of its cap, to look at, and closes it.</summary>
    /// <param name="look">Uses it.</param>
    /// <param name="trace">Is told the steps.</param>
    /// <exception cref="RemoteException">A step failed; the message says at which and why.</exception>
    public async Task TryOutAsync(string organization, string remote, Func<IRemoteConnection, Task> look, ConnectTrace trace, CancellationToken cancellationToken)
    {
        var pool = PoolOf(organization, remote);
        await pool.CloseIdleAsync();
        await pool.Trials.RunAsync(look, trace, cancellationToken);
    }

    /// <summary>Who has the connections that a trial waits for, as a phrase.</summary>
    public string? SlotReason(string organization, string remote) => PoolOf(organization, remote).SlotReason;

    /// <summary>Makes no connection any more and closes each as soon as nobody uses it; the node leaves.</summary>
    public async Task RetireAsync()
    {
        _isRetired = true;
        await Task.WhenAll(_pools.Values.Select(pool => pool.Value.RetireAsync().AsTask()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            await pool.Value.DisposeAsync();
        }
    }

    private RemotePool PoolOf(string organization, string remote)
    {
        var pool = _pools.GetOrAdd((organization, remote), key => new Lazy<RemotePool>(() => Create(key.Organization, key.Remote))).Value;
        if (_isRetired)
        {
            _ = pool.RetireAsync().AsTask();
        }

        return pool;
    }

    private RemotePool Create(string organization, string remote) => new(
        $"{organization}/{remote}",
        () => catalog.Current.FindRemote(organization, remote),
        connector.ConnectAsync,
        new SlotLine(organization, remote, messenger, node, time),
        hold,
        cancellationToken => readPool($"{organization}/{remote}", cancellationToken),
        time,
        logger);
}
