namespace ActorMft.Cli.Terminal;

/// <summary>What the program's exit status says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>The command line, a settings file or a resource file is wrong.</summary>
    public const int WrongUsage = 2;
}
