using System.Globalization;
using Xunit.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>
/// The engine through storms. A failing seed is named in the message and replays exactly: <c>./test simulation --seeds 1 --from SEED</c>.
/// <c>ACTORMFT_SIMULATION_SEEDS</c> and <c>ACTORMFT_SIMULATION_FROM</c> say how many seeds, and from which on.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const ulong DefaultSeeds = 200;

    [Fact]
    public void What_must_always_hold_holds_for_every_seed()
    {
        List<string> failures = [];
        long runs = 0;
        Parallel.ForEach(Seeds(), seed =>
        {
            Interlocked.Increment(ref runs);
            foreach (string violation in Run(seed))
            {
                lock (failures)
                {
                    failures.Add($"seed {seed}: {violation}");
                }
            }
        });
        output.WriteLine($"{runs} seeds from {Seeds().First()} on, {failures.Count} violations");
        failures.ForEach(output.WriteLine);
        failures.ShouldBeEmpty();
    }

    [Fact]
    public void A_store_without_a_fence_is_caught()
    {
        IEnumerable<string> violations = Enumerable.Range(1, 400)
            .SelectMany(static seed => new SimulationRun((ulong)seed, fenceIsBroken: true).Run());
        violations.Any(static violation => violation.StartsWith("2:", StringComparison.Ordinal)).ShouldBeTrue();
    }

    [Fact]
    public void A_store_that_denies_a_commit_it_made_is_caught()
    {
        IEnumerable<string> violations = Enumerable.Range(1, 100)
            .SelectMany(static seed => new SimulationRun((ulong)seed, commitsAreDenied: true).Run());
        violations.Any(static violation => violation.StartsWith("3:", StringComparison.Ordinal) && violation.Contains("twice", StringComparison.Ordinal)).ShouldBeTrue();
    }

    [Fact]
    public void The_same_seed_replays_exactly()
    {
        SimulationRun first = new(7);
        SimulationRun second = new(7);
        first.Run();
        second.Run();
        second.Database.Log.ShouldBe(first.Database.Log);
        first.Database.Log.Count.ShouldBeGreaterThan(100);
    }

    private static IReadOnlyList<string> Run(ulong seed)
    {
        try
        {
            return new SimulationRun(seed).Run();
        }
        catch (Exception exception)
        {
            return [exception.ToString()];
        }
    }

    private static IEnumerable<ulong> Seeds()
    {
        ulong from = Setting("ACTORMFT_SIMULATION_FROM", 1);
        for (ulong seed = from; seed - from < Setting("ACTORMFT_SIMULATION_SEEDS", DefaultSeeds); seed++)
        {
            yield return seed;
        }
    }

    private static ulong Setting(string name, ulong otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? ulong.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
