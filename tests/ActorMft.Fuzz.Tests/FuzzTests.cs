using ActorMft.Fuzz.Tests.Targets;

namespace ActorMft.Fuzz.Tests;

/// <summary>A short run with a fixed seed over every target, and everything that was ever found. The long run is <c>./test fuzz</c>.</summary>
public sealed class FuzzTests : IDisposable
{
    private const ulong Seed = 20_251_125;

    private static readonly TimeSpan s_perTarget = TimeSpan.FromMilliseconds(25);

    private readonly AllTargets _all = new();

    public void Dispose() => _all.Dispose();

    [Fact]
    public async Task Mutated_input_never_crashes_hangs_or_grows_a_parser()
    {
        foreach (var target in _all.Targets)
        {
            var run = new TargetRun(target, Seed);
            while (run.Share < s_perTarget && !run.IsStuck)
            {
                await run.RunAsync(target.Turn);
            }

            run.Findings.Select(finding => $"{finding.Kind} in {finding.Target}: {finding.Details}\n{Convert.ToBase64String(finding.Input)}").ShouldBeEmpty();
            run.Outcomes.ShouldBeGreaterThan(1, target.Name);
        }
    }

    [Fact]
    public async Task What_was_found_once_is_handled()
    {
        foreach (var (name, bytes) in SeedFiles.Of("regression/"))
        {
            var target = _all.Targets.Single(target => name.StartsWith("regression/" + target.Name + ".", StringComparison.Ordinal));
            var run = new TargetRun(target, Seed);
            await run.TryAsync(bytes);
            run.Findings.Select(finding => $"{name}: {finding.Kind}: {finding.Details}").ShouldBeEmpty();
        }
    }
}
