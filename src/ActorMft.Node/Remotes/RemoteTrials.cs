using System.Collections.Concurrent;
using ActorMft.Actors;

namespace ActorMft.Node.Remotes;

/// <summary>Connections that are made only to see whether it works, each under a slot of the remote's cap.</summary>
/// <param name="remote">The remote.</param>
/// <param name="connector">Makes the connections.</param>
/// <param name="hold">The present hold on the cluster.</param>
/// <param name="stop">The node leaves.</param>
internal sealed class RemoteTrials(UsableRemote remote, SlottedConnector connector, Func<LeaseHold?> hold, CancellationToken stop)
{
    private readonly ConcurrentDictionary<ConnectTrace, bool> _running = new();

    /// <summary>Whether one waits for a slot: a connection that comes free had better give its slot back than wait for the next transfer.</summary>
    public bool AreInLine => _running.Keys.Any(static trace => trace.Step == ConnectStep.Slot);

    /// <summary>Makes a connection of its own to look at, and closes it.</summary>
    /// <param name="look">Uses it.</param>
    /// <param name="trace">Is told the steps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">A step failed.</exception>
    public async Task RunAsync(Func<IRemoteConnection, Task> look, ConnectTrace trace, CancellationToken cancellationToken)
    {
        remote.Get();
        var held = hold() ?? throw OutboundSockets.Lapsed();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, held.Ended, cancellationToken);
        var connection = (await ConnectAsync(held, trace, limit.Token))!;
        try
        {
            await look(connection.Connection);
        }
        finally
        {
            await connector.CloseAsync(connection);
        }
    }

    private async Task<HeldConnection?> ConnectAsync(LeaseHold held, ConnectTrace trace, CancellationToken cancellationToken)
    {
        _running.TryAdd(trace, true);
        try
        {
            return await connector.ConnectAsync(held, static () => true, trace, cancellationToken);
        }
        finally
        {
            _running.TryRemove(trace, out _);
        }
    }
}
