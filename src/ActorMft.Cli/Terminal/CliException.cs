namespace ActorMft.Cli.Terminal;

/// <summary>Ends a command with a sentence for its user and an exit code.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CliException Usage(string message) => new(message, Terminal.ExitCode.WrongUsage);
}
