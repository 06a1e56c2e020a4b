using System.Diagnostics;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>One of the two servers that are compared.</summary>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="User">The login of the workspace's key.</param>
/// <param name="ProcessId">The process whose time counts, with all below it.</param>
internal sealed record MeasuredServer(Workspace Workspace, int Port, string User, int ProcessId)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(150);

    /// <summary>Debian's client for this server.</summary>
    internal StockSftp Stock => new(Workspace, Port, User);

    /// <summary>The same server behind another port, such as a proxy's.</summary>
    internal MeasuredServer At(int port) => this with { Port = port };

    /// <summary>Runs something and tells what it took: by the clock until it has returned, of the processor until the server has nothing more to do.</summary>
    internal async Task<Spent> MeasureAsync(Func<Task> work)
    {
        // What the other side has left unwritten is not for this one to wait for.
        (await ProcessRun.OfAsync("sync", [])).ExitCode.ShouldBe(0);
        await QuietAsync();
        var before = ProcessTimes.OfTree(ProcessId);
        var clock = Stopwatch.StartNew();
        await work();
        var wall = clock.Elapsed.TotalSeconds;
        await QuietAsync();
        return new Spent(wall, ProcessTimes.OfTree(ProcessId) - before);
    }

    /// <summary>
    /// Waits until the server does nothing more. A session of sshd that has ended was waited for by then, so that its time is known.
    /// </summary>
    private async Task QuietAsync()
    {
        using var pause = new PeriodicTimer(_look);
        var quiet = 0;
        for (var last = -1.0; quiet < 2; await pause.WaitForNextTickAsync())
        {
            var now = ProcessTimes.OfTree(ProcessId);
            quiet = now - last < 0.015 ? quiet + 1 : 0;
            last = now;
        }
    }
}
