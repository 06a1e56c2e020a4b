using System.Net;
using System.Net.Sockets;

namespace ActorMft.Testing;

/// <summary>
/// A TCP proxy before a server. It counts what goes towards the server, cuts every connection (with a reset, as a broken line
/// does) once <see cref="CutAfter"/> bytes went through, and stands still at <see cref="HoldAfter"/>.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly int _serverPort;
    private readonly LoopbackDoor _door;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _received;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _door = new LoopbackDoor(ForwardAsync);
    }

    public int Port => _door.Port;

    /// <summary>Bytes that went to the server since the proxy started.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes that came from the server since the proxy started.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Cut when this many bytes went in one direction; <see cref="long.MaxValue"/> = never.</summary>
    public long CutAfter { get; set; } = long.MaxValue;

    /// <summary>Nothing more goes through once this many bytes went in one direction, until <see cref="Release"/>.</summary>
    public long HoldAfter { get; set; } = long.MaxValue;

    /// <summary>Lets everything through from now on.</summary>
    public void Release() => _released.TrySetResult();

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private async Task ForwardAsync(Socket client, CancellationToken stop)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.LingerState = new LingerOption(true, 0);
        far.LingerState = new LingerOption(true, 0);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _serverPort, stop);
            await Task.WhenAny(
                CopyAsync(near, far, count => Interlocked.Add(ref _sent, count), stop),
                CopyAsync(far, near, count => Interlocked.Add(ref _received, count), stop));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The line is cut.
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Func<int, long> count, CancellationToken stop)
    {
        var buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, SocketFlags.None, stop)) > 0)
            {
                var total = count(read);
                if (total >= HoldAfter)
                {
                    await _released.Task.WaitAsync(stop);
                }

                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), SocketFlags.None, stop);
                }

                if (total >= CutAfter)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is cut.
        }
    }
}
