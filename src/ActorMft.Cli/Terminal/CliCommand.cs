using System.CommandLine;

namespace ActorMft.Cli.Terminal;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines worth copying, each with what it does.</summary>
    public IReadOnlyList<CommandExample> Examples { get; init; } = [];
}
