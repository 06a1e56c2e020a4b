using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using ActorMft.Cli.Cluster;
using ActorMft.Cli.Connector;
using ActorMft.Cli.Demo;
using ActorMft.Cli.Inboxes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Remotes;
using ActorMft.Cli.Resources;
using ActorMft.Cli.Secrets;
using ActorMft.Cli.Serve;
using ActorMft.Cli.Sessions;
using ActorMft.Cli.Sftp;
using ActorMft.Cli.Syncs;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Transfers;
using ActorMft.Cli.Watch;
using ActorMft.Node.Hosting;

namespace ActorMft.Cli;

/// <summary>The <c>actormft</c> program: its commands, its signals and its exit codes.</summary>
internal static class CliProgram
{
    private static readonly CommandExample[] RootExamples =
    [
        new("actormft demo", "shows everything in half a minute"),
        new("actormft serve", "runs a node"),
        new("actormft apply -f acme.yaml", "declares organizations, endpoints, users and flows on it"),
        new("actormft watch", "follows what moves"),
    ];

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
            // The second signal isn't caught: whoever sends it doesn't want to wait.
            signal.Cancel = !stop.IsCancellationRequested;
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
            foreach (var line in e.Message.Split('\n'))
            {
                context.Error.WriteLine(TerminalText.Clean(line));
            }
            return e.ExitCode;
        }
        catch (NodeStartException e)
        {
            context.Error.WriteLine(TerminalText.Clean(e.Message));
            return e.BadSettings ? ExitCode.WrongUsage : ExitCode.Failed;
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
        catch (Exception e)
        {
            context.Error.WriteLine($"Something unexpected went wrong. {e}");
            return ExitCode.Failed;
        }
    }

    private static RootCommand Build(CliContext context)
    {
        var root = new RootCommand("ActorMft moves files: partners put and get them over SFTP, flows carry each to its targets.")
        {
            new DemoCommand(context),
            new ServeCommand(context),
            new ApplyCommand(context),
            new GetCommand(context),
            new DeleteCommand(context),
            new SessionsCommand(context),
            new TransfersCommand(context),
            new WatchCommand(context),
            new CommandGroup("cluster", "The nodes and what they own: see who is there, and take one out in good order.", new ClusterStatusCommand(context), new ClusterDrainCommand(context)),
            new CommandGroup("remote", "Remote servers: tests, host keys, and our own public keys.", new RemoteTestCommand(context), new RemoteAcceptHostKeyCommand(context), new RemotePublicKeyCommand(context)),
            new CommandGroup("sync", "Syncs: run them, see what they did, and what they would do.", new SyncRunCommand(context), new SyncStatusCommand(context), new SyncStopCommand(context)),
            new CommandGroup("inbox", "Space inboxes: what partners need to upload to one.", new InboxCredentialsCommand(context)),
            new CommandGroup(
                "sftp",
                "Files at external and LAN endpoints: get, create, upsert, query, list, delete, listen.",
                new SftpGetCommand(context),
                new SftpPutCommand(context, replaces: false),
                new SftpPutCommand(context, replaces: true),
                new SftpQueryCommand(context),
                new SftpListCommand(context),
                new SftpDeleteCommand(context),
                new SftpListenCommand(context)),
            new SftpServerCommand(context),
            new HashPasswordCommand(context),
        };
        Complete(root);
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelpAction((HelpAction)help.Action!, RootExamples);
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
