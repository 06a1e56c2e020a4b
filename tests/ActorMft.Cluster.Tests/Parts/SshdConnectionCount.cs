using System.Globalization;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>
/// Counts the connections at the side of a partner's server, many times a second, as the kernel lists them. Connections of a frozen
/// process can be left out: it cannot close them.
/// </summary>
public sealed class SshdConnectionCount : IAsyncDisposable
{
    private const string Established = "01";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly string _port;
    private readonly PeriodicTimer _timer = new(Every);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _leftOut = [];
    private readonly Task _watching;
    private HashSet<string> _before = [];

    public SshdConnectionCount(int port)
    {
        _port = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        _watching = WatchAsync();
    }

    /// <summary>The most that were open at once, without those left out.</summary>
    public int Max { get; private set; }

    /// <summary>The most that were open at once.</summary>
    public int MaxOfAll { get; private set; }

    /// <summary>The connections at that moment, each from both sides, with the client's state (in the kernel's numbers) and process.</summary>
    public string AtMax { get; private set; } = "";

    /// <summary>How many were open at the last look.</summary>
    public int Now { get; private set; }

    /// <summary>How often it was looked.</summary>
    public int Looks { get; private set; }

    /// <summary>Leaves out, until they are closed, what a process that has just been frozen has open.</summary>
    public void LeaveOut(int frozen)
    {
        var sockets = SocketsOf($"/proc/{frozen}");
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

    /// <summary>
    /// The kernel's list is not of one moment, and may have a connection twice. What is in two lists one after the other was open
    /// between them, all at once.
    /// </summary>
    private void Look()
    {
        lock (_lock)
        {
            HashSet<string> peers = [.. Connections().Where(one => one.Local.EndsWith(_port, StringComparison.Ordinal)).Select(static one => one.Remote)];
            _leftOut.IntersectWith(peers);
            List<string> open = [.. peers.Where(_before.Contains)];
            List<string> counted = [.. open.Where(peer => !_leftOut.Contains(peer))];
            _before = peers;
            Now = open.Count;
            MaxOfAll = Math.Max(MaxOfAll, open.Count);
            if (counted.Count > Max)
            {
                Max = counted.Count;
                AtMax = string.Join('\n', counted.Select(Describe));
            }

            Looks++;
        }
    }

    private static string Describe(string client)
    {
        var (_, _, state, inode) = Lines().FirstOrDefault(line => line.Local == client);
        var owner = Directory.EnumerateDirectories("/proc").FirstOrDefault(process => int.TryParse(Path.GetFileName(process), out _) && SocketsOf(process).Contains(inode));
        return $"{client} state {state} of {Path.GetFileName(owner)}";
    }

    private static HashSet<string> SocketsOf(string process)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd"))
                .Select(static fd => File.ResolveLinkTarget(fd, returnFinalTarget: false)?.Name ?? "")
                .Where(static name => name.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(static name => name["socket:[".Length..^1])
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return [];
        }
    }

    private static IEnumerable<(string Local, string Remote, string Inode)> Connections() =>
        Lines().Where(static line => line.State == Established).Select(static line => (line.Local, line.Remote, line.Inode));

    private static IEnumerable<(string Local, string Remote, string State, string Inode)> Lines() =>
        from line in File.ReadLines("/proc/net/tcp").Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (fields[1], fields[2], fields[3], fields[9]);
}
