using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary><c>actormft transfers show ID</c>: one transfer and its timeline.</summary>
internal sealed class TransfersShowCommand : ClientCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "as 'actormft transfers' shows it" };
    private readonly FormatOption _format = new();

    public TransfersShowCommand(CliContext context)
        : base("show", "Shows a transfer with its timeline: everything that happened to it, with times and reasons.", context)
    {
        Add(_id);
        Add(_format);
        Examples = [new("actormft transfers show 01JD2Y...", "what happened to one file")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var transfer = await client.GetObjectAsync($"{TransferFilter.Path}/{Uri.EscapeDataString(result.GetRequiredValue(_id))}", cancellationToken);
        NodeOutput.Write(Output, _format.Read(result), transfer, output => TransferTimeline.Write(output, transfer, Context.Time.GetUtcNow()));
        return ExitCode.Done;
    }
}
