using System.Net;
using System.Net.Sockets;

namespace ActorMft.Testing;

/// <summary>Accepts connections on a free port of 127.0.0.1 until it is disposed of, each handed on without waiting for its end.</summary>
public sealed class LoopbackDoor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="serve">Owns the socket; gets the token that is cancelled when the door closes.</param>
    public LoopbackDoor(Func<Socket, CancellationToken, Task> serve)
    {
        _listener.Start();
        _accepting = AcceptAsync(serve, _stop.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(stop);
                _ = serve(client, stop);
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested && (e is OperationCanceledException or SocketException or InvalidOperationException))
        {
            // Stopped: while it waited, or, which the listener calls an invalid operation, just before it would have waited again.
        }
    }
}
