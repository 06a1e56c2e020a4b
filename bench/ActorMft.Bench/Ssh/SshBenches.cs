using System.Globalization;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>ActorMft's node and OpenSSH's sshd side by side: each figure is measured at both, in turn, in one run.</summary>
internal static class SshBenches
{
    internal static IReadOnlyDictionary<string, Func<SshBenchOptions, Comparison, Task>> Parts { get; } =
        new Dictionary<string, Func<SshBenchOptions, Comparison, Task>>(StringComparer.Ordinal)
        {
            ["streams"] = StreamsBench.RunAsync,
            ["wall"] = WallBench.RunAsync,
            ["client"] = ClientBench.RunAsync,
            ["logins"] = LoginsBench.RunAsync,
            ["small"] = SmallFilesBench.RunAsync,
            ["latency"] = LatencyBench.RunAsync,
            ["idle"] = IdleSessionsBench.RunAsync,
        };

    internal static async Task<int> RunAsync(SshBenchOptions options)
    {
        var stock = (await ProcessRun.OfAsync("ssh", ["-V"])).Error.Trim();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Rounds} rounds in turn after those that warm up, medians; large files of {options.Mib} MiB; {stock}; {Environment.ProcessorCount} processors.\n"));
        using var leftovers = new Leftovers();
        options = options with { Leftovers = leftovers };
        var table = new Comparison(Console.Out);
        table.Head();
        foreach (var name in options.Parts.Count > 0 ? options.Parts : [.. Parts.Keys])
        {
            await Parts[name](options, table);
        }

        table.Foot();
        return 0;
    }
}
