using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Parts;

/// <summary>
/// Does for one process what systemd does with <c>Type=notify</c>, <c>WatchdogSec=</c> and <c>WatchdogSignal=SIGKILL</c>: reads its
/// notifications, and once it is ready kills it when the next sign of life takes too long.
/// </summary>
public sealed class StandInServiceManager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ServerLog _told = new();
    private readonly string _path;
    private readonly TimeSpan _watchdog;

    public StandInServiceManager(Workspace workspace, TimeSpan watchdog)
    {
        _path = workspace.At("notify");
        _watchdog = watchdog;
        _socket.Bind(new UnixDomainSocketEndPoint(_path));
    }

    /// <summary>The command that a program is started through.</summary>
    public IReadOnlyList<string> Wrapper =>
    [
        "env",
        $"NOTIFY_SOCKET={_path}",
        string.Create(CultureInfo.InvariantCulture, $"WATCHDOG_USEC={_watchdog.TotalMicroseconds:0}"),
    ];

    /// <summary>The next notification that has the part in it.</summary>
    public Task<string> ExpectAsync(string part) => _told.ExpectAsync(part);

    /// <summary>Reads until the socket is closed.</summary>
    /// <param name="kill">Ends the process at once.</param>
    public async Task RunAsync(Func<Task> kill)
    {
        var buffer = new byte[4096];
        var isReady = false;
        while (true)
        {
            using var limit = new CancellationTokenSource(isReady ? _watchdog : Timeout.InfiniteTimeSpan);
            try
            {
                var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
                var told = Encoding.UTF8.GetString(buffer, 0, length);
                _told.Add(told);
                isReady = (isReady || told == "READY=1") && told != "STOPPING=1";
            }
            catch (OperationCanceledException)
            {
                await kill();
                return;
            }
            catch (SocketException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
