using System.Net;
using System.Net.Sockets;

namespace ActorMft.Node.Tests;

/// <summary>A line to a loopback port that breaks once after so many bytes towards the server, and then holds.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private long _bytesUntilCut;

    public CuttingProxy(int target, long bytesUntilCut)
    {
        _target = target;
        _bytesUntilCut = bytesUntilCut;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool HasCut => Volatile.Read(ref _bytesUntilCut) < 0;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                _ = ForwardAsync(client);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(PumpAsync(client, server, mayCut: true), PumpAsync(server, client, mayCut: false));
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool mayCut)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (mayCut && !HasCut && Interlocked.Add(ref _bytesUntilCut, -count) < 0)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other side has ended.
        }
    }
}
