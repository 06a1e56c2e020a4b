using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Sockets;

/// <summary>
/// A connected TCP socket as a stream, for one reader and one writer at a time. What has to be waited for goes on on the thread that noticed
/// it, so a message costs one wake-up; of the base class library's sockets it costs three, and one even for what nobody waits for. To leave those
/// out altogether, the socket must not have been used in their asynchronous way: connect it by <see cref="ConnectAsync"/>.
/// </summary>
public class SocketStream : AsyncStream
{
    private const int TcpLevel = 6;
    private const int QuickAcknowledgement = 12;

    private readonly bool _ownsSocket;
    private readonly SocketWaits _waits;
    private readonly SafeSocketHandle _handle;

    /// <param name="socket">Connected, or going to be by <see cref="ConnectAsync"/>.</param>
    /// <param name="ownsSocket">Whether the socket is disposed of with the stream.</param>
    public SocketStream(Socket socket, bool ownsSocket)
        : this(socket, ownsSocket, SocketPoller.Shared)
    {
    }

    internal SocketStream(Socket socket, bool ownsSocket, SocketPoller poller)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Socket = socket;
        _ownsSocket = ownsSocket;
        _handle = socket.SafeHandle;
        _waits = new SocketWaits(_handle, poller);
    }

    public Socket Socket { get; }

    /// <summary>Makes a socket, connects it and gives its stream, which owns it.</summary>
    /// <exception cref="SocketException">As of <see cref="System.Net.Sockets.Socket.Connect(EndPoint)"/>.</exception>
    public static async Task<SocketStream> OpenAsync(EndPoint server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        var stream = new SocketStream(new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, ownsSocket: true);
        try
        {
            await stream.ConnectAsync(server, cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects the socket.</summary>
    /// <exception cref="SocketException">As of <see cref="System.Net.Sockets.Socket.Connect(EndPoint)"/>; <see cref="SocketError.OperationAborted"/> if the stream is disposed of meanwhile.</exception>
    public async Task ConnectAsync(EndPoint server, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Socket.Blocking = false;
            try
            {
                Socket.Connect(server);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                await _waits.WhenWritableAsync(cancellationToken).ConfigureAwait(false);
                var error = (SocketError)(int)Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
                if (error != SocketError.Success)
                {
                    throw new SocketException((int)error);
                }
            }

            // Asking lets the socket notice that it is.
            _ = Socket.Connected;
            Socket.Blocking = true;
        }
        catch (ObjectDisposedException)
        {
            throw new SocketException((int)SocketError.OperationAborted);
        }
    }

    /// <summary>Reads what is there, or waits until there is something; with an empty buffer it only waits. Returns 0 at the end.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return TryReceive(buffer.Span, out int count) ? new ValueTask<int>(count) : WaitAndReadAsync(buffer, cancellationToken);
    }

    /// <summary>Sends everything.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        int sent = SendSome(buffer.Span);
        return sent == buffer.Length ? default : WaitAndWriteAsync(buffer[sent..], cancellationToken);
    }

    /// <summary>
    /// Acknowledges what has been received, which the system would otherwise put off for 40 ms. For a peer that sends a message in pieces and by
    /// Nagle's algorithm (RFC 896) holds back the next piece until then.
    /// </summary>
    public virtual void Acknowledge() => RawSocketOption.TrySet(Socket, TcpLevel, QuickAcknowledgement, 1);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _waits.Dispose();
            if (_ownsSocket)
            {
                Socket.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _waits.WhenReadableAsync(cancellationToken).ConfigureAwait(false);
            if (buffer.IsEmpty)
            {
                return 0;
            }

            if (TryReceive(buffer.Span, out int count))
            {
                return count;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAndWriteAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        while (!rest.IsEmpty)
        {
            await _waits.WhenWritableAsync(cancellationToken).ConfigureAwait(false);
            rest = rest[SendSome(rest.Span)..];
        }
    }

    /// <returns>False when there is nothing yet. An empty buffer takes nothing, and 0 bytes are told when there is something.</returns>
    private unsafe bool TryReceive(Span<byte> buffer, out int count)
    {
        byte peeked = 0;
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint received = buffer.IsEmpty
                    ? LibC.Receive(_handle, &peeked, 1, LibC.DoNotWait | LibC.Peek)
                    : LibC.Receive(_handle, start, (nuint)buffer.Length, LibC.DoNotWait);
                if (received >= 0)
                {
                    count = buffer.IsEmpty ? 0 : (int)received;
                    return true;
                }

                if (IsToWait("Receiving"))
                {
                    count = 0;
                    return false;
                }
            }
        }
    }

    /// <returns>The bytes that the socket took.</returns>
    private unsafe int SendSome(ReadOnlySpan<byte> buffer)
    {
        int sent = 0;
        fixed (byte* start = buffer)
        {
            while (sent < buffer.Length)
            {
                nint count = LibC.Send(_handle, start + sent, (nuint)(buffer.Length - sent), LibC.DoNotWait | LibC.NoSignal);
                if (count >= 0)
                {
                    sent += (int)count;
                }
                else if (IsToWait("Sending"))
                {
                    break;
                }
            }
        }

        return sent;
    }

    /// <returns>False when a signal interrupted the call.</returns>
    private static bool IsToWait(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            LibC.Again => true,
            LibC.Interrupted => false,
            _ => throw new IOException($"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }
}
