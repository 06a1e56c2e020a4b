using System.Text;
using ActorMft.Cli.Yaml;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Files of resources, as <c>apply</c> reads them.</summary>
internal sealed class ResourcesTarget : FuzzTarget
{
    public override string Name => "resources";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. SeedFiles.Of("seed/yaml_").Select(file => file.Bytes)];

    public override int Turn => 50;

    // As many parts as are allowed at all.
    public override long AllocationLimit(int inputLength) => base.AllocationLimit(inputLength) + (64L * 1024 * 1024);

    public override Task<string> RunAsync(byte[] input)
    {
        var problems = new List<ResourceProblem>();
        var documents = ResourceFiles.Parse("fuzz.yaml", Encoding.UTF8.GetString(input), problems);
        return Task.FromResult($"{Math.Min(documents.Count, 9)} {Math.Min(problems.Count, 9)}");
    }
}
