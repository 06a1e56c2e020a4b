using System.CommandLine;

namespace ActorMft.Cli.Terminal;

/// <summary>A command that only holds others.</summary>
internal sealed class CommandGroup : CliCommand
{
    public CommandGroup(string name, string description, params ReadOnlySpan<Command> commands)
        : base(name, description)
    {
        foreach (var command in commands)
        {
            Add(command);
        }
    }
}
