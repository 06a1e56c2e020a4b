using ActorMft.Actors;
using ActorMft.Domain.Catalog;

namespace ActorMft.Node.Remotes;

/// <summary>Makes connections to one remote server, each under a slot of the cluster's cap, and gives the slots back.</summary>
/// <param name="remote">The remote.</param>
/// <param name="connect">Makes a connection.</param>
/// <param name="line">The line for slots.</param>
/// <param name="time">The clock.</param>
internal sealed class SlottedConnector(
    UsableRemote remote,
    Func<CatalogEntry, LeaseHold, ConnectTrace, CancellationToken, Task<IRemoteConnection>> connect,
    SlotLine line,
    TimeProvider time)
{
    /// <summary>Waits for a slot and connects.</summary>
    /// <param name="hold">The connection ends with it.</param>
    /// <param name="isWanted">Asked while in line: false leaves it.</param>
    /// <param name="trace">Is told the steps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when the connection wasn't wanted any more.</returns>
    /// <exception cref="RemoteException">A step failed; no slot is held any more.</exception>
    public async Task<HeldConnection?> ConnectAsync(LeaseHold hold, Func<bool> isWanted, ConnectTrace trace, CancellationToken cancellationToken)
    {
        trace.Begin(ConnectStep.Slot);
        if (await line.AcquireAsync(hold.Incarnation, isWanted, cancellationToken) is not { } slot)
        {
            return null;
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var connection = await connect(remote.Get(), hold, trace, cancellationToken);
            return new HeldConnection(connection, slot, hold, time.GetTimestamp());
        }
        catch
        {
            await line.ReleaseAsync(slot, hold.Incarnation);
            throw;
        }
    }

    /// <summary>Closes, then gives the slot back: it may be somebody else's as soon as that is done.</summary>
    public async ValueTask CloseAsync(HeldConnection held)
    {
        await held.Connection.DisposeAsync();
        await line.ReleaseAsync(held.Slot, held.Hold.Incarnation);
    }
}
