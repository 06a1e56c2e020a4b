using System.Buffers;
using System.Net.Sockets;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Closes a socket so that what was sent last arrives. Closing with unread input makes TCP reset the connection (RFC 1122, section
/// 4.2.2.13), and a peer that is just sending then finds a broken pipe where the reason for the end was.
/// </summary>
internal static class LingeringClose
{
    private const int ByteLimit = 4 * 1024 * 1024;

    /// <summary>For the peer to take in the end and close its side. By the machine's clock: it is a matter of the network.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    /// <summary>Ends the sending side, drops what still comes in until the peer closes, within limits of time and bytes, and disposes of the stream.</summary>
    public static async ValueTask CloseAsync(Stream stream)
    {
        if (stream is SocketStream socket)
        {
            await LingerAsync(socket);
        }

        await stream.DisposeAsync();
    }

    private static async ValueTask LingerAsync(SocketStream stream)
    {
        byte[] dropped = ArrayPool<byte>.Shared.Rent(16 * 1024);
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            stream.Socket.Shutdown(SocketShutdown.Send);
            for (int total = 0; total < ByteLimit;)
            {
                int count = await stream.ReadAsync(dropped, limit.Token);
                if (count == 0)
                {
                    return;
                }

                total += count;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is gone, or the peer doesn't close its side.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }
    }
}
