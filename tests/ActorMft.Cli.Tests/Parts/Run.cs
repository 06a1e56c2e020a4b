using ActorMft.Cli.Terminal;
using Spectre.Console;

namespace ActorMft.Cli.Tests.Parts;

/// <summary>One run of the program inside the test's process: its exit code and what it printed.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static Task<Run> OfAsync(params string[] args) => OfAsync(new Dictionary<string, string>(StringComparer.Ordinal), Path.GetTempPath(), args);

    public static async Task<Run> OfAsync(IReadOnlyDictionary<string, string> variables, string directory, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext
        {
            Output = output,
            Error = error,
            IsInteractive = false,
            Variable = name => variables.GetValueOrDefault(name),
            Directory = directory,
            Time = TimeProvider.System,
            Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }),
        };
        var status = await CliProgram.RunAsync(args, context);
        return new Run(status, output.ToString(), error.ToString());
    }
}
