using System.Net;
using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Node.Remotes;

/// <summary>A socket towards a remote server that counts against its connection cap until it is closed.</summary>
internal sealed class OutboundSocket : IDisposable
{
    private readonly IDisposable _ending;
    private readonly Action _closed;
    private readonly LeaseHold _hold;
    private readonly Lock _gate = new();
    private SocketStream? _stream;
    private bool _isClosed;

    /// <param name="family">Of the address to connect to.</param>
    /// <param name="hold">With its end the socket is closed.</param>
    /// <param name="closed">Called once, after the close.</param>
    public OutboundSocket(AddressFamily family, LeaseHold hold, Action closed)
    {
        _closed = closed;
        _hold = hold;
        Socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _ending = hold.OnEnd(Dispose);
    }

    public Socket Socket { get; }

    /// <summary>The connected socket as a stream that sends nothing past the hold's deadline, in place of one before. Disposing it closes nothing.</summary>
    public SocketStream OpenStream()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _stream?.Dispose();
            return _stream = new HeldStream(Socket, _hold);
        }
    }

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">As of the socket itself.</exception>
    public async Task ConnectAsync(EndPoint server, CancellationToken cancellationToken)
    {
        await using var stream = OpenStream();
        await stream.ConnectAsync(server, cancellationToken);
    }

    /// <summary>
    /// Closes when the peer has closed too, so that it counts one connection less by then; waits for that only so long. Nobody else may
    /// be reading.
    /// </summary>
    public async Task CloseAsync(TimeSpan patience, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(patience, time);
        var buffer = new byte[4096];
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
            while (await Socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token) > 0)
            {
                // What was still under way doesn't matter any more.
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed by the other side, by the hold's end, or given up: it is closed now.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Resets the connection. May be called twice, and from any thread: it is closed when any of the calls returns.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            try
            {
                Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Not connected, or closed already.
            }

            // In this order: who waits for the stream would end the connection in good order as soon as he is told.
            Socket.Dispose();
            _stream?.Dispose();
            _isClosed = true;
            _closed();
        }

        _ending?.Dispose();
    }
}
