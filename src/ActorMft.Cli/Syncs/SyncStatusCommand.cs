using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Syncs;

/// <summary><c>actormft sync status NAME</c>.</summary>
internal sealed class SyncStatusCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a sync" };
    private readonly FormatOption _format = new();

    public SyncStatusCommand(CliContext context)
        : base("status", "Shows what a sync does now, how its last run ended, and when it runs next.", context)
    {
        Add(_name);
        Add(_format);
        Examples = [new("actormft sync status acme/nightly", "counts, and the first hundred failures with their reasons")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await SyncLookup.PathAsync(client, result.GetRequiredValue(_name), cancellationToken);
        var status = await client.GetObjectAsync($"{path}/status", cancellationToken);
        NodeOutput.Write(Output, _format.Read(result), status, output => WriteText(output, status));
        return ExitCode.Done;
    }

    private static void WriteText(TextWriter output, JsonObject status)
    {
        if (status["running"] is JsonObject running)
        {
            output.WriteLine(TerminalText.Clean($"Running since {Moment.Show(SyncText.Time(running, "startedAt"))}, started by {running["by"]}: {SyncText.Progress(status) ?? "nothing was copied yet"}"));
        }
        else
        {
            output.WriteLine(TerminalText.Clean(status["hold"] is { } hold ? $"Can't run: {hold}." : "Not running."));
        }

        if (status["nextRun"] is not null)
        {
            output.WriteLine($"Next run: {Moment.Show(SyncText.Time(status, "nextRun"))}");
        }

        if (status["last"] is JsonObject last)
        {
            output.Write(TerminalText.Clean($"Last run, {Moment.Show(SyncText.Time(last, "startedAt"))} by {last["by"]}: "));
            SyncText.WriteOutcome(output, last);
        }
    }
}
