using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Transfers;

namespace ActorMft.Cli.Watch;

/// <summary><c>actormft watch</c>: transfers as they move.</summary>
internal sealed class WatchCommand : ClientCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Option<string?> _flow = new("--flow") { Description = "only those of a flow, written ORGANIZATION/NAME", HelpName = "FLOW" };
    private readonly Option<bool> _untilIdle = new("--until-idle") { Description = "end when nothing is pending, running or waiting; exit 1 if something was parked meanwhile" };

    public WatchCommand(CliContext context)
        : base("watch", "Follows transfers live: progress, bytes, rate and time left. Plain lines when not on a terminal.", context)
    {
        Add(_flow);
        Add(_untilIdle);
        Examples =
        [
            new("actormft watch", "a live table; Ctrl-C ends it"),
            new("actormft watch --flow acme/invoices --until-idle", "waits in a script until a flow has delivered everything"),
            new("actormft watch > transfers.log", "one line per change"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var source = new WatchSource(client, result.GetValue(_flow));
        var isUntilIdle = result.GetValue(_untilIdle);
        // The first look reports a wrong address or token before the screen changes.
        var first = await source.LookAsync(cancellationToken);
        try
        {
            if (Context.IsInteractive)
            {
                await new WatchTable(Context).RunAsync(render => FollowAsync(source, first, isUntilIdle, render, cancellationToken));
            }
            else
            {
                var lines = new WatchLines(Output, Context.Time);
                await FollowAsync(source, first, isUntilIdle, lines.Write, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !isUntilIdle)
        {
            return ExitCode.Done;
        }
        return source.SawParked ? ExitCode.Failed : ExitCode.Done;
    }

    private async Task FollowAsync(WatchSource source, IReadOnlyList<TransferRow> first, bool isUntilIdle, Action<IReadOnlyList<TransferRow>> render, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, Context.Time);
        for (var rows = first; ; rows = await source.LookAsync(cancellationToken))
        {
            render(rows);
            if (isUntilIdle && rows.All(row => row.HasEnded))
            {
                return;
            }
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
