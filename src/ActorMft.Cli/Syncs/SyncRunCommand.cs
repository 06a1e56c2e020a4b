using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Syncs;

/// <summary><c>actormft sync run NAME</c>: runs it and follows it to its end, or says what a run would do.</summary>
internal sealed class SyncRunCommand : ClientCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a sync" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be copied, and why" };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Return as soon as it has started" };
    private readonly FormatOption _format = new();

    public SyncRunCommand(CliContext context)
        : base("run", "Runs a sync now and follows it to its end. One run at a time: while its schedule runs it, this is refused.", context)
    {
        Add(_name);
        Add(_dryRun);
        Add(_noWait);
        Add(_format);
        Examples =
        [
            new("actormft sync run acme/nightly --dry-run", "what would be copied, and why; nothing is changed"),
            new("actormft sync run acme/nightly", "exit code 0 when both sides are alike afterwards"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await SyncLookup.PathAsync(client, result.GetRequiredValue(_name), cancellationToken);
        if (result.GetValue(_dryRun))
        {
            var plan = await client.PostAsync($"{path}/plan", null, cancellationToken) as JsonObject ?? [];
            NodeOutput.Write(Output, _format.Read(result), plan, output => WritePlan(output, plan));
            return ExitCode.Done;
        }

        var run = $"{(await client.PostAsync($"{path}/run", null, cancellationToken))?["runId"]}";
        if (result.GetValue(_noWait))
        {
            NodeOutput.Write(Output, _format.Read(result), new JsonObject { ["runId"] = run }, output => output.WriteLine(TerminalText.Clean($"Started: {run}")));
            return ExitCode.Done;
        }

        var outcome = await FollowAsync(client, path, run, _format.Read(result) == OutputFormat.Table, cancellationToken);
        NodeOutput.Write(Output, _format.Read(result), outcome, output => SyncText.WriteOutcome(output, outcome));
        return SyncText.IsFine(outcome) ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<JsonObject> FollowAsync(ManagementClient client, string path, string run, bool isShown, CancellationToken cancellationToken)
    {
        string? shown = null;
        while (true)
        {
            var status = await client.GetObjectAsync($"{path}/status", cancellationToken);
            if (status["last"] is JsonObject last && last["runId"]?.ToString() == run)
            {
                return last.DeepClone().AsObject();
            }

            if (status["running"]?["runId"]?.ToString() != run)
            {
                throw new ManagementException($"The run {run} is gone: another one has run since. `actormft sync status` shows the last one.");
            }

            if (isShown && SyncText.Progress(status) is { } progress && progress != shown)
            {
                Output.WriteLine(TerminalText.Clean(progress));
                shown = progress;
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private static void WritePlan(TextWriter output, JsonObject plan)
    {
        var table = new TextTable("WHAT", "SIZE", "PATH", "WHY");
        foreach (var entry in plan["entries"] as JsonArray ?? [])
        {
            table.Add(entry?["action"]?.ToString(), Quantity.Bytes(SyncText.Number(entry, "size")), entry?["path"]?.ToString(), entry?["reason"]?.ToString());
        }

        table.Write(output);
        if (plan["truncated"]?.GetValue<bool>() == true)
        {
            output.WriteLine("... and more; the interface gives up to 10,000 (POST .../plan?limit=10000).");
        }

        output.WriteLine(
            $"{SyncText.Number(plan, "copy")} would be copied ({Quantity.Bytes(SyncText.Number(plan, "bytes"))}), {SyncText.Number(plan, "remove")} only removed at the source, "
            + $"{SyncText.Number(plan, "skip")} are alike, {SyncText.Number(plan, "refuse")} can't be made alike.");
    }
}
