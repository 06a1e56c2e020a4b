using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Supervision;

/// <summary>The service manager that started this process, by systemd's notification protocol (sd_notify(3)).</summary>
internal sealed partial class ServiceManager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _address;
    private readonly ILogger _logger;

    private ServiceManager(string address, TimeSpan? watchdog, ILogger logger)
    {
        // A leading @ stands for the zero byte of an abstract name.
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        Watchdog = watchdog;
        _logger = logger;
    }

    /// <summary>WatchdogSec: it kills the process that stays silent for longer. Null when it doesn't watch.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Null when nobody wants to be notified.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static ServiceManager? Find(Func<string, string?> variable, ILogger<ServiceManager> logger)
    {
        var address = variable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        if (address is not ['/' or '@', _, ..])
        {
            LogUnknownAddress(logger, address);
            return null;
        }

        return new ServiceManager(address, ReadWatchdog(variable), logger);
    }

    /// <summary>Sends assignments such as <c>READY=1</c>, a line each. Never waits; a message that can't be sent is logged.</summary>
    public void Tell(params ReadOnlySpan<string> assignments)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(string.Join('\n', assignments!)), _address);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            LogNotTold(_logger, assignments[0], exception.Message);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static TimeSpan? ReadWatchdog(Func<string, string?> variable)
    {
        var isForUs = variable("WATCHDOG_PID") is not { Length: > 0 } process
            || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isForUs && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "The service manager wants to be notified at {Address}, which is not a Unix socket's name; it is not notified")]
    private static partial void LogUnknownAddress(ILogger logger, string address);

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "The service manager was not told {Assignment}: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string assignment, string reason);
}
