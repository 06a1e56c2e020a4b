using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace ActorMft.Cli.Terminal;

/// <summary>Says what is wrong with a command line and where to read how it is right.</summary>
internal static class WrongUsage
{
    public static int Explain(ParseResult parsed, CliContext context)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0 && command.Action is null)
        {
            new HelpAction().Invoke(ToError(parsed, context));
            return ExitCode.WrongUsage;
        }
        var messages = parsed.UnmatchedTokens.Count > 0 && command.Action is null
            ? [Unknown(command, parsed.UnmatchedTokens[0])]
            : parsed.Errors.Select(error => OneLine(error.Message)).Distinct(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            context.Error.WriteLine(TerminalText.Clean(message));
        }
        context.Error.WriteLine($"'{CommandLineOf(parsed.CommandResult)} --help' shows how it is used.");
        return ExitCode.WrongUsage;
    }

    private static ParseResult ToError(ParseResult parsed, CliContext context)
    {
        parsed.InvocationConfiguration.Output = context.Error;
        return parsed;
    }

    private static string Unknown(Command command, string word)
    {
        var names = command.Subcommands.Select(inner => inner.Name).ToList();
        var near = names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || word.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return near.Count > 0
            ? $"There is no command '{word}'; did you mean {string.Join(" or ", near)}?"
            : $"There is no command '{word}'; commands are {string.Join(", ", names)}.";
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string CommandLineOf(CommandResult result)
    {
        var names = new List<string>();
        for (var command = result; command?.Parent is not null; command = command.Parent as CommandResult)
        {
            names.Insert(0, command.Command.Name);
        }
        return string.Join(' ', names.Prepend("actormft"));
    }
}
