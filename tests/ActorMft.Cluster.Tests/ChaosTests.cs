using System.Globalization;
using ActorMft.Cluster.Tests.Parts;
using Xunit.Abstractions;

namespace ActorMft.Cluster.Tests;

/// <summary>Three nodes while everything breaks. <c>./test chaos</c> is the same for as long as you like.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>Set <c>ACTORMFT_TEST_SEED</c> for other faults.</summary>
    private static readonly ulong Seed = ulong.Parse(Environment.GetEnvironmentVariable("ACTORMFT_TEST_SEED") ?? "20267", CultureInfo.InvariantCulture);

    [Fact]
    public Task Every_acknowledged_file_arrives_exactly_once_whatever_breaks() => new ChaosRun(Seed, output.WriteLine).RunAsync(files: 150, faults: 13);
}
