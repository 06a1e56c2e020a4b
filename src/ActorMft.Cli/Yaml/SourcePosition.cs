using System.Globalization;

namespace ActorMft.Cli.Yaml;

/// <summary>A line of a file; lines count from 1.</summary>
internal readonly record struct SourcePosition(string File, int Line)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}");
}
