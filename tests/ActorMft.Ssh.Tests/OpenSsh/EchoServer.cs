using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.OpenSsh;

/// <summary>Our server with the echo subsystem on a loopback port.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SshServerOptions _options;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public EchoServer(SshServerOptions options)
    {
        _options = options;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public TestUsers Users { get; } = new();

    /// <summary>What logins have used.</summary>
    public ConcurrentBag<string> LegacyAlgorithms { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections).WaitAsync(Defaults.Patience);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync();
                socket.NoDelay = true;
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            SshServerConnection connection = await SshServerConnection.AcceptAsync(
                new SocketStream(socket, ownsSocket: true),
                socket.RemoteEndPoint!,
                _options,
                Users,
                NullLogger.Instance,
                TimeProvider.System,
                CancellationToken.None);
            foreach (string algorithm in connection.LegacyAlgorithms)
            {
                LegacyAlgorithms.Add(algorithm);
            }

            await EchoSubsystem.ServeAsync(connection);
        }
        catch (SshException)
        {
            // No login; the client says why.
        }
    }
}
