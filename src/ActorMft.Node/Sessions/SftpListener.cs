using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ActorMft.Node.Sessions.Proxy;
using ActorMft.Node.Settings;
using ActorMft.Ssh.Sockets;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Accepts partners (setting sftp.listen), as many before their login as <see cref="StartupLimit"/> lets in.</summary>
internal sealed partial class SftpListener : IAsyncDisposable
{
    private const int Backlog = 512;
    private const string TimeIsUp = "The server is stopping and can't wait longer. Connect again and continue: what was received is kept.";

    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _refusalPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _acceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly TrustedProxies _proxies;
    private readonly PartnerConnections _connections;
    private readonly SessionRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILogger<SftpListener> _logger;
    private readonly StartupLimit _startups;
    private readonly Tally _refused;
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private SftpListener(Socket socket, TrustedProxies proxies, StartupLimit startups, PartnerConnections connections, SessionRegistry registry, TimeProvider time, ILogger<SftpListener> logger)
    {
        _socket = socket;
        _proxies = proxies;
        _startups = startups;
        _refused = new Tally(_refusalPause, time);
        _connections = connections;
        _registry = registry;
        _time = time;
        _logger = logger;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SocketException">The address is taken or isn't this machine's.</exception>
    public static SftpListener Start(
        IPEndPoint endPoint, TrustedProxies proxies, StartupLimit startups, PartnerConnections connections, SessionRegistry registry, TimeProvider time, ILogger<SftpListener> logger)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return new SftpListener(socket, proxies, startups, connections, registry, time, logger);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Accepts nobody new. Sessions that are at nothing are told and closed at once, the others when their file is done or
    /// <paramref name="patience"/> is over; waits until all connections have ended.
    /// </summary>
    public async Task StopAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await _stopAccepting.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await _draining.CancelAsync();
        try
        {
            await Task.WhenAll(_running.Keys).WaitAsync(patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogCutOff(_running.Count, patience);
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_registry.All.Select(session => session.CloseAsync(TimeIsUp).AsTask())).WaitAsync(cancellationToken);
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero, CancellationToken.None);
        _stopAccepting.Dispose();
        _draining.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopAccepting.IsCancellationRequested)
        {
            try
            {
                Serve(await _socket.AcceptAsync(_stopAccepting.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException || _stopAccepting.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception)
            {
                // For example too many open files; it passes when connections end.
                LogNotAccepted(exception.Message);
                await Task.Delay(_acceptPause, _time);
            }
        }
    }

    private void Serve(Socket socket)
    {
        if (!_startups.TryEnter(RandomNumberGenerator.GetInt32(100)))
        {
            if (_refused.Add() is > 0 and var count)
            {
                LogTooMany(count, socket.RemoteEndPoint, _startups.Open);
            }

            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        var running = Task.Run(() => RunAsync(socket));
        _running[running] = 0;
        running.ContinueWith(task => _running.TryRemove(task, out _), TaskScheduler.Default);
    }

    /// <summary>Who connected: what the load balancer says, when it is one, or else the address that the connection comes from.</summary>
    private async Task<EndPoint> PartnerOfAsync(Socket socket)
    {
        EndPoint seen = socket.RemoteEndPoint ?? new IPEndPoint(IPAddress.None, 0);
        if (!_proxies.Contains(seen))
        {
            return seen;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await using var limit = _time.CreateTimer(_ => patience.Cancel(), state: null, HeaderTime, Timeout.InfiniteTimeSpan);
        try
        {
            await using var stream = new SocketStream(socket, ownsSocket: false);
            return await ProxyHeader.ReadAsync(stream, patience.Token) ?? seen;
        }
        catch (OperationCanceledException exception) when (!_stop.IsCancellationRequested)
        {
            throw new ProxyHeaderException($"The load balancer sent no PROXY header within {HeaderTime.TotalSeconds:0} s.", exception);
        }
    }

    private async Task RunAsync(Socket socket)
    {
        var counted = 1;
        void Leave()
        {
            if (Interlocked.Exchange(ref counted, 0) == 1)
            {
                _startups.Leave();
            }
        }

        try
        {
            await _connections.RunAsync(socket, await PartnerOfAsync(socket), Leave, _draining.Token, _stop.Token);
        }
        catch (ProxyHeaderException exception)
        {
            LogNoPartner(socket.RemoteEndPoint, exception.Message);
            socket.Dispose();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The login was broken off because the node stops.
        }
        catch (Exception exception)
        {
            // One partner's connection must never end the others'.
            LogBroken(exception);
        }
        finally
        {
            Leave();
        }
    }

    [LoggerMessage(EventId = 3120, Level = LogLevel.Warning, Message = "No connection could be accepted: {Reason}")]
    private partial void LogNotAccepted(string reason);

    [LoggerMessage(EventId = 3121, Level = LogLevel.Warning, Message = "Refused {Count} since the last such line, now {Remote}: {Open} connections are waiting for their login already (sftp.login.startups)")]
    private partial void LogTooMany(int count, EndPoint? remote, int open);

    [LoggerMessage(EventId = 3123, Level = LogLevel.Warning, Message = "{Count} connections were still busy after {Patience} (cluster.drainTimeout) and are cut off; partners can continue their files")]
    private partial void LogCutOff(int count, TimeSpan patience);

    [LoggerMessage(EventId = 3124, Level = LogLevel.Warning, Message = "Closed a connection from {Remote}: {Reason}")]
    private partial void LogNoPartner(EndPoint? remote, string reason);

    [LoggerMessage(EventId = 3122, Level = LogLevel.Error, Message = "A partner's connection ended by an error of the server")]
    private partial void LogBroken(Exception exception);
}
