using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Sockets;

/// <summary>Options that the base class library has no name for.</summary>
internal static class RawSocketOption
{
    /// <returns>False when the connection is ending, which reading says.</returns>
    public static bool TrySet(Socket socket, int level, int option, int value)
    {
        try
        {
            socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
