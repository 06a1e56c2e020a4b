namespace ActorMft.Bench.Ssh;

/// <summary>Measures two sides in turn, A B A B ..., after rounds that warm both up.</summary>
internal static class Rounds
{
    /// <summary>What a runtime runs often it compiles again, behind the first round that does it; that is done by the third.</summary>
    internal const int WarmUps = 2;

    /// <param name="warmUps">Rounds of ours that don't count; one of theirs doesn't.</param>
    /// <returns>The medians of both.</returns>
    internal static async Task<(Spent Ours, Spent Theirs)> RunAsync(int rounds, Func<Task<Spent>> ours, Func<Task<Spent>> theirs, int warmUps = WarmUps)
    {
        for (var i = 0; i < warmUps; i++)
        {
            await ours();
        }

        await theirs();
        var first = new List<Spent>();
        var second = new List<Spent>();
        for (var round = 0; round < rounds; round++)
        {
            first.Add(await ours());
            second.Add(await theirs());
        }

        return (Median(first), Median(second));
    }

    private static Spent Median(List<Spent> spent) => new(Median(spent.Select(s => s.Wall)), Median(spent.Select(s => s.Processor)));

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
