using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Node.Remotes;

/// <summary>
/// The stream of a connection that belongs to a hold on the cluster: nothing is sent past the hold's deadline, not even in the moment
/// before it is noticed. A node that was frozen goes on exactly where it stopped; what it was about to send may be done by another by now.
/// </summary>
internal sealed class HeldStream(Socket socket, LeaseHold hold) : SocketStream(socket, ownsSocket: false)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        hold.IsHeld
            ? base.WriteAsync(buffer, cancellationToken)
            : ValueTask.FromException(new IOException("The lease of this node was not renewed in time; nothing more is sent over this connection."));
}
