using System.Net;
using System.Net.Sockets;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>One connection through a proxy.</summary>
internal sealed class ProxiedLine : IDisposable
{
    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal ProxiedLine(Socket client)
    {
        _client = client;

        // A reset, as a broken line gives, and not an end.
        _client.LingerState = new LingerOption(true, 0);
        _server.LingerState = new LingerOption(true, 0);
        _client.NoDelay = true;
        _server.NoDelay = true;
    }

    /// <summary>Forwards until one side ends or it is cut.</summary>
    /// <param name="serverPort">Where the server is.</param>
    /// <param name="pass">Waits until the data may pass; false: it is lost and the connection is cut.</param>
    internal async Task RunAsync(int serverPort, Func<Direction, ReadOnlyMemory<byte>, Task<bool>> pass)
    {
        try
        {
            await _server.ConnectAsync(IPAddress.Loopback, serverPort);
            await Task.WhenAny(
                CopyAsync(_client, _server, data => pass(Direction.ToServer, data)),
                CopyAsync(_server, _client, data => pass(Direction.ToClient, data)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is away, or the line was cut.
        }

        Cut();
    }

    internal void Cut()
    {
        _client.Dispose();
        _server.Dispose();
    }

    public void Dispose() => Cut();

    private static async Task CopyAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Task<bool>> pass)
    {
        var buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, SocketFlags.None)) > 0 && await pass(buffer.AsMemory(0, read)))
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), SocketFlags.None);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line was cut.
        }
    }
}
