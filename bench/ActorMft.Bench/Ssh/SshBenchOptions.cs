using System.Globalization;

namespace ActorMft.Bench.Ssh;

/// <summary>What to measure, and how much of it.</summary>
internal sealed record SshBenchOptions
{
    private const string Usage = "usage: bench/ssh [streams] [wall] [client] [logins] [small] [latency] [idle] [--mib N] [--rounds N] [--files N] [--logins N] [--sessions N]";

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The size of a large file, in MiB.</summary>
    public int Mib { get; init; } = 512;

    /// <summary>Measured rounds after those that warm up.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Small files in one session.</summary>
    public int Files { get; init; } = 10_000;

    /// <summary>Logins of one round.</summary>
    public int Logins { get; init; } = 300;

    /// <summary>Idle sessions on the node.</summary>
    public int Sessions { get; init; } = 10_000;

    /// <summary>Where parts leave small files.</summary>
    public Leftovers? Leftovers { get; init; }

    /// <exception cref="ArgumentException">What it can't read, with the usage.</exception>
    public static SshBenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SshBenchOptions();
        var parts = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--mib" => options with { Mib = Number(args, ++i) },
                "--rounds" => options with { Rounds = Number(args, ++i) },
                "--files" => options with { Files = Number(args, ++i) },
                "--logins" => options with { Logins = Number(args, ++i) },
                "--sessions" => options with { Sessions = Number(args, ++i) },
                var part when SshBenches.Parts.ContainsKey(part) => Add(options, parts, part),
                var unknown => throw new ArgumentException($"'{unknown}' is not known; {Usage}"),
            };
        }

        return options with { Parts = parts };
    }

    private static SshBenchOptions Add(SshBenchOptions options, List<string> parts, string part)
    {
        parts.Add(part);
        return options;
    }

    private static int Number(IReadOnlyList<string> args, int index) =>
        index < args.Count && int.TryParse(args[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{args[index - 1]} wants a number from 1; {Usage}");
}
