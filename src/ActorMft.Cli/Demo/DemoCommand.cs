using System.CommandLine;
using System.Net.Sockets;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;
using ActorMft.Sftp;
using ActorMft.Ssh;

namespace ActorMft.Cli.Demo;

/// <summary><c>actormft demo</c>.</summary>
internal sealed class DemoCommand : CliCommand
{
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(10);

    private readonly CliContext _context;
    private readonly Option<bool> _once = new("--once") { Description = "end after one file: exit code 0 if its bytes arrived, else 1" };

    public DemoCommand(CliContext context)
        : base("demo", $"Shows the whole thing: a node in ./{DemoDirectory.Name}, a partner's upload, a flow, and the file at its target.")
    {
        _context = context;
        Add(_once);
        SetAction(RunAsync);
        Examples =
        [
            new("actormft demo", "moves a file, then keeps serving so that you can try it by hand"),
            new("actormft demo --once", "only the file; for a first check of a machine"),
        ];
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var report = new DemoReport(_context.Output);
        var directory = DemoDirectory.Open(_context.Directory);
        report.Step($"Starting a node that keeps everything in ./{DemoDirectory.Name}");
        await using var demo = await DemoNode.StartAsync(directory, _context.Time, cancellationToken);
        var (sftp, url) = (demo.Node.SftpEndPoint, demo.Node.ManagementUrl);
        report.Step($"Node ready: sftp={sftp} management={url.AbsoluteUri.TrimEnd('/')}");

        var token = (await File.ReadAllTextAsync(directory.AdminToken, cancellationToken)).Trim();
        var address = new ManagementAddress(url, "the demo's node", token, $"{DemoDirectory.Name}/admin.token");
        using var management = new ManagementClient(address);
        var run = new DemoRun(directory, report, management, _context);
        try
        {
            await run.DeclareAsync(address, cancellationToken);
            if (!await run.MoveFileAsync(sftp, cancellationToken))
            {
                throw new CliException("The file that came out is not the file that went in.");
            }
        }
        catch (Exception e) when (e is CliException or ManagementException or SshException or SftpException or SocketException or IOException)
        {
            report.Step($"The demo failed: {e.Message}");
            report.Detail($"The node's log is in {DemoDirectory.Name}/node.log.");
            return ExitCode.Failed;
        }

        if (!result.GetValue(_once))
        {
            DemoGuide.Write(report, sftp, url);
            await StopAsync(demo, cancellationToken);
        }
        report.Step("Stopping the node");
        await demo.Node.DrainAsync(DrainBound);
        report.Step("Done");
        return ExitCode.Done;
    }

    /// <summary>Serves until somebody stops the program.</summary>
    private static async Task StopAsync(DemoNode demo, CancellationToken cancellationToken)
    {
        try
        {
            await demo.Node.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C.
        }
    }
}
