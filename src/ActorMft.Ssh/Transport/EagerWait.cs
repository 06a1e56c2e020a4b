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

    /// <summary>After a guess that much comes was wrong, so many waits don't guess; doubled each time until one was right.</summary>
    private const int FewestWithoutGuess = 16;

    private const int MostWithoutGuess = 1024;

    /// <summary>Threads that may wait at once, so that one is left for everything else.</summary>
    private static readonly int s_maxWaiting = Math.Max(1, Environment.ProcessorCount - 1);

    private static int s_waiting;

    private int _lowWater = 1;
    private int _withoutGuess;
    private int _afterWrongGuess = FewestWithoutGuess;

    /// <summary>Waits a moment. When it returns false, the socket must be waited for in the usual way.</summary>
    /// <param name="hasMuchCome">Whether much has come in lately.</param>
    /// <param name="isRestToCome">Whether the rest of a packet has to come; else it is a guess that anything does.</param>
    public bool TryWait(bool hasMuchCome, bool isRestToCome)
    {
        bool isReady = false;
        if (Interlocked.Increment(ref s_waiting) <= s_maxWaiting)
        {
            isReady = (hasMuchCome && TryWaitForMuch(isGuess: !isRestToCome)) || (TrySetLowWater(1) && Poll(Patience));
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

    /// <summary>A peer that sends a block and waits for its answer would be late each time by what a guess takes: that is learned.</summary>
    private bool TryWaitForMuch(bool isGuess)
    {
        if (isGuess && _withoutGuess > 0)
        {
            _withoutGuess--;
            return false;
        }

        bool isReady = TrySetLowWater(LowWater) && Poll(PatienceForMuch);
        if (isGuess)
        {
            _withoutGuess = isReady ? 0 : _afterWrongGuess;
            _afterWrongGuess = isReady ? FewestWithoutGuess : Math.Min(2 * _afterWrongGuess, MostWithoutGuess);
        }

        return isReady;
    }

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
