using System.Globalization;

namespace ActorMft.Bench.Syncs;

/// <summary>How much to sync.</summary>
internal sealed record SyncBenchOptions
{
    private const string Usage = "usage: bench/sync [--files N] [--many N] [--rounds N]";

    /// <summary>Files of a round.</summary>
    public int Files { get; init; } = 10_000;

    /// <summary>Files of the run whose memory is measured.</summary>
    public int Many { get; init; } = 100_000;

    /// <summary>Measured rounds after one that warms up.</summary>
    public int Rounds { get; init; } = 3;

    /// <exception cref="ArgumentException">What it can't read, with the usage.</exception>
    public static SyncBenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SyncBenchOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var number = i + 1 < args.Count && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
                ? given
                : throw new ArgumentException($"{args[i]} wants a number from 1; {Usage}");
            options = args[i] switch
            {
                "--files" => options with { Files = number },
                "--many" => options with { Many = number },
                "--rounds" => options with { Rounds = number },
                var unknown => throw new ArgumentException($"'{unknown}' is not known; {Usage}"),
            };
        }

        return options;
    }
}
