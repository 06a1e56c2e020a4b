using System.Net.Sockets;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Waits for more input of a connection that moves much, for a moment, without leaving the thread. The way through the socket engine and the
/// thread pool wakes three threads for each piece; a transfer would spend a quarter of its processor time on that. While much comes in, the
/// wait also asks for much at once (SO_RCVLOWAT), so that nobody is woken for less.
/// </summary>
internal sealed class EagerWait(Socket socket)
{
    private const int SocketLevel = 1;
    private const int ReceiveLowWater = 18;

    /// <summary>Bytes that are worth being woken for.</summary>
    private const int LowWater = 384 * 1024;

    /// <summary>For much to come in, in milliseconds: what is less is late by as much.</summary>
    private const int PatienceForMuch = 1;

    /// <summary>For anything to come in, in milliseconds: longer than a busy peer pauses. Whatever else the pool's thread could do waits so long.</summary>
    private const int Patience = 3;

    /// <summary>Threads that may wait at once, so that one is left for everything else.</summary>
    private static readonly int s_maxWaiting = Math.Max(1, Environment.ProcessorCount - 1);

    private static int s_waiting;

    private int _lowWater = 1;

    /// <summary>Waits a moment. When it returns false, the socket must be waited for in the usual way.</summary>
    /// <param name="isMuchExpected">Whether much has just come in, and the rest of something has to come.</param>
    public bool TryWait(bool isMuchExpected)
    {
        bool isReady = false;
        if (Interlocked.Increment(ref s_waiting) <= s_maxWaiting)
        {
            isReady = (isMuchExpected && TrySetLowWater(LowWater) && Poll(PatienceForMuch))
                || (TrySetLowWater(1) && Poll(Patience));
        }

        Interlocked.Decrement(ref s_waiting);
        if (!isReady)
        {
            EndWaiting();
        }

        return isReady;
    }

    /// <summary>Any byte counts again.</summary>
    public void EndWaiting() => TrySetLowWater(1);

    private bool Poll(int patience)
    {
        bool isHeld = false;
        try
        {
            socket.SafeHandle.DangerousAddRef(ref isHeld);
            var descriptor = new PollDescriptor { Descriptor = (int)socket.SafeHandle.DangerousGetHandle(), Events = LibC.PollIn };
            return LibC.Poll(ref descriptor, 1, patience) > 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (isHeld)
            {
                socket.SafeHandle.DangerousRelease();
            }
        }
    }

    private bool TrySetLowWater(int bytes)
    {
        if (bytes == _lowWater)
        {
            return true;
        }

        if (!RawSocketOption.TrySet(socket, SocketLevel, ReceiveLowWater, bytes))
        {
            return false;
        }

        _lowWater = bytes;
        return true;
    }
}
