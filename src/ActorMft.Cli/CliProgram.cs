using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using ActorMft.Cli.Cluster;
using ActorMft.Cli.Management;
using ActorMft.Cli.Remotes;
using ActorMft.Cli.Resources;
using ActorMft.Cli.Secrets;
using ActorMft.Cli.Sessions;
using ActorMft.Cli.Sftp;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Transfers;
using ActorMft.Cli.Watch;

namespace ActorMft.Cli;

/// <summary>The <c>actormft</c> program: its commands, its signals and its exit codes.</summary>
internal static class CliProgram
{
    public static async Task<int> RunAsync(string[] args, CliContext context)
    {
        var parsed = Build(context).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return WrongUsage.Explain(parsed, context);
        }
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var configuration = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, stop.Token);
        }
        catch (CliException e)
        {
            context.Error.WriteLine(TerminalText.Clean(e.Message));
            return e.ExitCode;
        }
        catch (ManagementException e)
        {
            context.Error.WriteLine(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Error.WriteLine("Stopped.");
            return ExitCode.Failed;
        }
    }

    private static RootCommand Build(CliContext context)
    {
        var root = new RootCommand("ActorMft moves files: partners put and get them over SFTP, flows carry each to its targets.")
        {
            new ApplyCommand(context),
            new GetCommand(context),
            new DeleteCommand(context),
            new SessionsCommand(context),
            new TransfersCommand(context),
            new WatchCommand(context),
            new CommandGroup("cluster", "The nodes and what they own.", new ClusterStatusCommand(context)),
            new CommandGroup("remote", "Remote servers: tests and host keys.", new RemoteTestCommand(context), new RemoteAcceptHostKeyCommand(context)),
            new SftpServerCommand(context),
            new HashPasswordCommand(context),
        };
        Complete(root);
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelpAction((HelpAction)help.Action!);
        }
        return root;
    }

    /// <summary>Client commands get their connection options last, so that help begins with what is special about each.</summary>
    private static void Complete(Command command)
    {
        (command as ClientCommand)?.AddManagementOptions();
        foreach (var inner in command.Subcommands)
        {
            Complete(inner);
        }
    }
}
