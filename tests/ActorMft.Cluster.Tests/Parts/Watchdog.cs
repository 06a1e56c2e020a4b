using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>systemd's side of its watchdog (sd_notify(3), WatchdogSec=): kills a node that has been ready and then stays silent.</summary>
public sealed class Watchdog : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly TimeSpan _time;
    private volatile bool _isOver;

    public Watchdog(string path, TimeSpan time)
    {
        _path = path;
        _time = time;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
    }

    /// <summary>What systemd would tell the node.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["NOTIFY_SOCKET"] = _path,
        ["WATCHDOG_USEC"] = _time.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture),
    };

    /// <summary>Watches from now on, on a thread of its own: it must be in time however busy the tests are.</summary>
    public void Watch(NodeProcess node)
    {
        var thread = new Thread(() => Run(node)) { IsBackground = true, Name = "watchdog" };
        thread.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _socket.Dispose();
    }

    private void Run(NodeProcess node)
    {
        var isReady = false;
        while (!_isOver)
        {
            try
            {
                var told = Receive(isReady ? _time : Timeout.InfiniteTimeSpan);
                if (told is null)
                {
                    node.Kill();
                    isReady = false;
                }
                else if (told.Contains("STOPPING=1", StringComparison.Ordinal))
                {
                    isReady = false;
                }
                else
                {
                    isReady |= told.Contains("READY=1", StringComparison.Ordinal);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <returns>Null: nothing came in time.</returns>
    private string? Receive(TimeSpan limit)
    {
        var buffer = new byte[4096];
        _socket.ReceiveTimeout = limit == Timeout.InfiniteTimeSpan ? 0 : (int)limit.TotalMilliseconds;
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock && !_isOver)
        {
            return null;
        }
    }
}
