using System.Net;
using System.Net.Sockets;

namespace ActorMft.Testing;

/// <summary>
/// A TCP proxy before a server. It counts what goes towards the server, cuts every connection (with a reset, as a broken line
/// does) once <see cref="CutAfter"/> bytes went through, and stands still at <see cref="HoldAfter"/>.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _received;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = ForwardAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.LingerState = new LingerOption(true, 0);
        far.LingerState = new LingerOption(true, 0);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            await Task.WhenAny(
                CopyAsync(near, far, count => Interlocked.Add(ref _sent, count)),
                CopyAsync(far, near, count => Interlocked.Add(ref _received, count)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The line is cut.
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Func<int, long> count)
    {
        var buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, SocketFlags.None, _stop.Token)) > 0)
            {
                var total = count(read);
                if (total >= HoldAfter)
                {
                    await _released.Task.WaitAsync(_stop.Token);
                }

                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), SocketFlags.None, _stop.Token);
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
