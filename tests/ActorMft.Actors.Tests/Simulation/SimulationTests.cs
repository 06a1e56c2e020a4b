using System.Globalization;
using Xunit.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>
/// The engine through storms. A failing seed is named in the message; <c>ACTORMFT_SEED=n</c> replays just that one, and
/// <c>ACTORMFT_SEEDS=n</c> runs that many.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int DefaultSeeds = 300;

    [Fact]
    public void What_must_always_hold_holds_for_every_seed()
    {
        List<string> failures = [];
        Parallel.ForEach(Seeds(), seed =>
        {
            foreach (string violation in Run(seed))
            {
                lock (failures)
                {
                    failures.Add($"ACTORMFT_SEED={seed}: {violation}");
                }
            }
        });
        failures.ForEach(output.WriteLine);
        failures.ShouldBeEmpty();
    }

    [Fact]
    public void A_store_without_a_fence_is_caught()
    {
        IEnumerable<string> violations = Enumerable.Range(1, 40)
            .SelectMany(static seed => new SimulationRun((ulong)seed, fenceIsBroken: true).Run());
        violations.Any(static violation => violation.StartsWith("2:", StringComparison.Ordinal)).ShouldBeTrue();
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

    private static IEnumerable<ulong> Seeds() =>
        Environment.GetEnvironmentVariable("ACTORMFT_SEED") is { } one
            ? [ulong.Parse(one, CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("ACTORMFT_SEEDS") ?? $"{DefaultSeeds}", CultureInfo.InvariantCulture)).Select(static i => (ulong)i);
}
