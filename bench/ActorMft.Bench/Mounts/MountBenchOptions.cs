using System.Globalization;

namespace ActorMft.Bench.Mounts;

/// <summary>How much goes through a mount.</summary>
internal sealed record MountBenchOptions
{
    private const string Usage = "usage: bench/mount [--mib N] [--rounds N] [--files N]";

    /// <summary>Size of the file.</summary>
    public int Mib { get; init; } = 512;

    /// <summary>Measured rounds after one that warms up.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Small files of a round.</summary>
    public int Files { get; init; } = 2_000;

    /// <exception cref="ArgumentException">What it can't read, with the usage.</exception>
    public static MountBenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new MountBenchOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var number = i + 1 < args.Count && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
                ? given
                : throw new ArgumentException($"{args[i]} wants a number from 1; {Usage}");
            options = args[i] switch
            {
                "--mib" => options with { Mib = number },
                "--rounds" => options with { Rounds = number },
                "--files" => options with { Files = number },
                var unknown => throw new ArgumentException($"'{unknown}' is not known; {Usage}"),
            };
        }

        return options;
    }
}
