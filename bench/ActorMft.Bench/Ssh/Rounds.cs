namespace ActorMft.Bench.Ssh;

/// <summary>Measures two sides in turn, A B A B ..., after rounds that warm both up.</summary>
internal static class Rounds
{
    /// <summary>What a runtime runs often it compiles again, behind the first round that does it; that is done by the third.</summary>
    private const int WarmUps = 2;

    /// <returns>The medians of both.</returns>
    internal static async Task<(Spent Ours, Spent Theirs)> RunAsync(int rounds, Func<Task<Spent>> ours, Func<Task<Spent>> theirs)
    {
        var first = new List<Spent>();
        var second = new List<Spent>();
        for (var round = 0; round < WarmUps + rounds; round++)
        {
            first.Add(await ours());
            second.Add(await theirs());
        }

        return (Median(first), Median(second));
    }

    private static Spent Median(List<Spent> spent) => new(Median(spent.Skip(WarmUps).Select(s => s.Wall)), Median(spent.Skip(WarmUps).Select(s => s.Processor)));

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
