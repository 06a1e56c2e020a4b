using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>A long line: a TCP proxy before a server that passes every byte on after a fixed time, as many at once as come.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly int _serverPort;
    private readonly TimeSpan _delay;
    private readonly LoopbackDoor _door;

    /// <param name="serverPort">On 127.0.0.1.</param>
    /// <param name="delay">Of each direction.</param>
    internal DelayingProxy(int serverPort, TimeSpan delay)
    {
        _serverPort = serverPort;
        _delay = delay;
        _door = new LoopbackDoor(ForwardAsync);
    }

    internal int Port => _door.Port;

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private async Task ForwardAsync(Socket client, CancellationToken stop)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(IPAddress.Loopback, _serverPort, stop);
        await Task.WhenAll(CarryAsync(near, far, stop), CarryAsync(far, near, stop));
    }

    private async Task CarryAsync(Socket from, Socket to, CancellationToken stop)
    {
        var line = Channel.CreateUnbounded<(long At, byte[] Bytes)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var arriving = DeliverAsync(line.Reader, to, stop);
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, stop) is var count and > 0)
            {
                line.Writer.TryWrite((TimeProvider.System.GetTimestamp(), buffer.AsSpan(0, count).ToArray()));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // That side has gone.
        }

        line.Writer.Complete();
        await arriving;
    }

    private async Task DeliverAsync(ChannelReader<(long At, byte[] Bytes)> line, Socket to, CancellationToken stop)
    {
        try
        {
            await foreach (var (at, bytes) in line.ReadAllAsync(stop))
            {
                if (_delay - TimeProvider.System.GetElapsedTime(at) is var left && left > TimeSpan.Zero)
                {
                    await Task.Delay(left, stop);
                }

                for (var sent = 0; sent < bytes.Length;)
                {
                    sent += await to.SendAsync(bytes.AsMemory(sent), SocketFlags.None, stop);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // That side has gone.
        }
    }
}
