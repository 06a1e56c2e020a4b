using ActorMft.Node.Settings;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>The settings file, from its YAML to the settings.</summary>
internal sealed class SettingsTarget : FuzzTarget
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("actormft-fuzz-settings-").FullName, "actormft.yaml");

    public override string Name => "settings";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. SeedFiles.Of("seed/yaml_").Select(file => file.Bytes)];

    public override int Turn => 50;

    public override long AllocationLimit(int inputLength) => base.AllocationLimit(inputLength) + (8L * 1024 * 1024);

    public override Task<string> RunAsync(byte[] input)
    {
        File.WriteAllBytes(_file, input);
        try
        {
            _ = SettingsLoader.Load(_file, []);
            return Task.FromResult("loaded");
        }
        catch (SettingsException refusal)
        {
            return Task.FromResult($"{refusal.Problems.Count} {string.Join(' ', refusal.Problems.Select(problem => problem.Key).Where(key => key.Length < 20).Distinct().Order(StringComparer.Ordinal).Take(2))}");
        }
    }
}
