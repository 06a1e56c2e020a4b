using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ActorMft.Fuzz.Tests.Targets;

namespace ActorMft.Fuzz.Tests;

/// <summary>
/// <c>./test fuzz</c>: all targets in turn, each for the same time, until the minutes are over. Arguments: minutes, seed, and the beginning of the names of the
/// targets (none: all). Ends with 1 when something was found; the inputs are kept in files.
/// </summary>
internal static class FuzzProgram
{
    private static readonly TimeSpan Report = TimeSpan.FromMinutes(1);

    public static async Task<int> Main(string[] args)
    {
        var (minutes, seed) = (double.Parse(args[0], CultureInfo.InvariantCulture), ulong.Parse(args[1], CultureInfo.InvariantCulture));
        using var all = new AllTargets();
        var runs = all.Targets
            .Where(target => args.Length == 2 || args[2..].Any(name => target.Name.StartsWith(name, StringComparison.Ordinal)))
            .Select(target => new TargetRun(target, seed))
            .ToList();
        var findings = Directory.CreateTempSubdirectory("actormft-fuzz-").FullName;
        Console.WriteLine($"fuzz: {minutes} minutes, seed {seed}, {runs.Count} targets; findings go to {findings}");
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var started = Stopwatch.GetTimestamp();
        var reported = started;
        var told = 0;
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(minutes) && !stop.IsCancellationRequested)
        {
            var run = runs.Where(run => !run.IsStuck).MinBy(run => run.Share)!;
            await run.RunAsync(run.Target.Turn);
            told = Tell(runs, findings, told);
            if (Stopwatch.GetElapsedTime(reported) > Report)
            {
                reported = Stopwatch.GetTimestamp();
                var heap = GC.GetTotalMemory(forceFullCollection: true) / 1024 / 1024;
                Console.WriteLine($"fuzz: {Stopwatch.GetElapsedTime(started).TotalMinutes:F0} min, {runs.Sum(each => each.Inputs)} inputs, {told} findings, heap {heap} MiB");
            }
        }

        Console.WriteLine($"{"target",-34} {"inputs",12} {"per second",12} {"outcomes",9} {"seeds",7} {"findings",9}");
        foreach (var run in runs)
        {
            Console.WriteLine($"{run.Target.Name,-34} {run.Inputs,12} {run.Inputs / Math.Max(run.Spent.TotalSeconds, 0.001),12:F0} {run.Outcomes,9} {run.Seeds,7} {run.Findings.Count,9}");
        }

        Console.WriteLine($"fuzz: {runs.Sum(run => run.Inputs)} inputs in {Stopwatch.GetElapsedTime(started).TotalMinutes:F1} minutes, {told} findings (seed {seed})");
        return told == 0 ? 0 : 1;

        // The figures up to here are worth having.
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static int Tell(List<TargetRun> runs, string directory, int told)
    {
        var count = runs.Sum(run => run.Findings.Count);
        if (count == told)
        {
            return told;
        }

        foreach (var finding in runs.SelectMany(run => run.Findings))
        {
            var file = Path.Combine(directory, $"{finding.Target}.{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..12]}");
            if (!File.Exists(file))
            {
                File.WriteAllBytes(file, finding.Input);
                File.WriteAllText(file + ".txt", finding.Details);
                Console.WriteLine($"FINDING {finding.Kind} in {finding.Target}: {file}\n{finding.Details}");
            }
        }

        return count;
    }
}
