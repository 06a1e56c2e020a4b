using System.Globalization;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>
/// Counts the connections at the side of a partner's server, many times a second, as the kernel lists them. Connections of a frozen
/// process can be left out: it cannot close them.
/// </summary>
public sealed class SshdConnectionCount : IAsyncDisposable
{
    private const string Established = "01";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    private readonly string _port;
    private readonly PeriodicTimer _timer = new(Every);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _leftOut = [];
    private readonly Task _watching;

    public SshdConnectionCount(int port)
    {
        _port = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        _watching = WatchAsync();
    }

    /// <summary>The most that were open at once, without those left out.</summary>
    public int Max { get; private set; }

    /// <summary>The most that were open at once.</summary>
    public int MaxOfAll { get; private set; }

    /// <summary>How often it was looked.</summary>
    public int Looks { get; private set; }

    /// <summary>Leaves out, until they are closed, what a process that has just been frozen has open.</summary>
    public void LeaveOut(int frozen)
    {
        var sockets = Directory.EnumerateFiles($"/proc/{frozen}/fd")
            .Select(static fd => File.ResolveLinkTarget(fd, returnFinalTarget: false)?.Name ?? "")
            .Where(static name => name.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(static name => name["socket:[".Length..^1])
            .ToHashSet(StringComparer.Ordinal);
        lock (_lock)
        {
            _leftOut.UnionWith(Connections().Where(one => one.Remote.EndsWith(_port, StringComparison.Ordinal) && sockets.Contains(one.Inode)).Select(static one => one.Local));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Look();
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            List<string> peers = [.. Connections().Where(one => one.Local.EndsWith(_port, StringComparison.Ordinal)).Select(static one => one.Remote)];
            _leftOut.IntersectWith(peers);
            MaxOfAll = Math.Max(MaxOfAll, peers.Count);
            Max = Math.Max(Max, peers.Count(peer => !_leftOut.Contains(peer)));
            Looks++;
        }
    }

    private static IEnumerable<(string Local, string Remote, string Inode)> Connections() =>
        from line in File.ReadLines("/proc/net/tcp").Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields[3] == Established
        select (fields[1], fields[2], fields[9]);
}
