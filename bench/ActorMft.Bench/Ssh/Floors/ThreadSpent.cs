using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorMft.Bench.Ssh.Floors;

/// <summary>What a piece of work takes of one thread's processor time.</summary>
internal static partial class ThreadSpent
{
    // RUSAGE_THREAD; struct rusage begins with user and system time, each in seconds and microseconds.
    private const int OfThread = 1;
    private const int Fields = 18;

    /// <summary>Runs the work on a thread of its own.</summary>
    internal static Task<Spent> RunAsync(Action work)
    {
        var done = new TaskCompletionSource<Spent>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                var before = Seconds();
                var clock = Stopwatch.StartNew();
                work();
                done.SetResult(new Spent(clock.Elapsed.TotalSeconds, Seconds() - before));
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }) { IsBackground = true }.Start();
        return done.Task;
    }

    private static double Seconds()
    {
        Span<long> usage = stackalloc long[Fields];
        GetUsage(OfThread, usage).ShouldBe(0);
        return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, Span<long> usage);
}
