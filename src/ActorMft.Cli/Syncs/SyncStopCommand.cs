using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Syncs;

/// <summary><c>actormft sync stop NAME</c>.</summary>
internal sealed class SyncStopCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a sync" };

    public SyncStopCommand(CliContext context)
        : base("stop", "Ends the run in progress. What was copied stays, and the next run goes on from there.", context)
    {
        Add(_name);
        Examples = [new("actormft sync stop acme/nightly", "until its schedule, or somebody, starts it again")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await SyncLookup.PathAsync(client, result.GetRequiredValue(_name), cancellationToken);
        var answer = await client.PostAsync($"{path}/stop", null, cancellationToken);
        Output.WriteLine(TerminalText.Clean($"Stopped: {answer?["runId"]}"));
        return ExitCode.Done;
    }
}
