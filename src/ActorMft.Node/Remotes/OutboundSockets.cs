using System.Net.Sockets;
using ActorMft.Actors;

namespace ActorMft.Node.Remotes;

/// <summary>
/// Every socket of this node towards remote servers, from before its connect to its close. Each belongs to a hold on the cluster and is
/// closed when that ends, by reset: without waiting for the peer, because others may use the slots soon after.
/// </summary>
internal sealed class OutboundSockets
{
    private int _open;

    /// <summary>Sockets that are not closed yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Makes a socket that isn't connected yet.</summary>
    /// <exception cref="RemoteException">The hold has ended.</exception>
    public OutboundSocket Create(AddressFamily family, LeaseHold hold)
    {
        if (!hold.IsHeld)
        {
            throw Lapsed();
        }

        Interlocked.Increment(ref _open);
        return new OutboundSocket(family, hold, () => Interlocked.Decrement(ref _open));
    }

    /// <summary>The refusal of a node without a hold on the cluster.</summary>
    public static RemoteException Lapsed() => new(
        ConnectStep.Slot, "This node has lost touch with the database and makes no connections until it is back.", isTransient: true);
}
