using System.Net;
using System.Net.Sockets;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>What stands before the nodes: takes a partner's connection to the next node that accepts one.</summary>
public sealed class FrontDoor : IAsyncDisposable
{
    private readonly IReadOnlyList<int> _ports;
    private readonly LoopbackDoor _door;
    private int _next;

    public FrontDoor(IReadOnlyList<int> ports)
    {
        _ports = ports;
        _door = new LoopbackDoor(ForwardAsync);
    }

    public int Port => _door.Port;

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private async Task ForwardAsync(Socket client, CancellationToken stop)
    {
        using (client)
        using (var server = await ConnectAsync(stop))
        {
            if (server is not null)
            {
                await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
            }
        }
    }

    private async Task<Socket?> ConnectAsync(CancellationToken stop)
    {
        for (var tries = 0; tries < _ports.Count; tries++)
        {
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _ports[Interlocked.Increment(ref _next) % _ports.Count], stop);
                return server;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, SocketFlags.None)) > 0)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), SocketFlags.None);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }
}
