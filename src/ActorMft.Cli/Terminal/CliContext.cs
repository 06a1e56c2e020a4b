using Spectre.Console;

namespace ActorMft.Cli.Terminal;

/// <summary>What a command sees of the outside: its streams, its environment, its directory and the time.</summary>
internal sealed record CliContext
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Answers to questions.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Whether output goes to a person's terminal, where colours and live tables make sense.</summary>
    public required bool IsInteractive { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public required string Directory { get; init; }

    public required TimeProvider Time { get; init; }

    public required IAnsiConsole Console { get; init; }

    public static CliContext ForProcess() => new()
    {
        Input = System.Console.In,
        Output = System.Console.Out,
        Error = System.Console.Error,
        IsInteractive = !System.Console.IsOutputRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Directory = Environment.CurrentDirectory,
        Time = TimeProvider.System,
        Console = AnsiConsole.Console,
    };
}
