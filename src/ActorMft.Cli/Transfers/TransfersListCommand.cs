using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary><c>actormft transfers list</c>, and <c>actormft transfers</c> alone.</summary>
internal class TransfersListCommand : ClientCommand
{
    private readonly TransferFilter _filter = new();
    private readonly FormatOption _format = new();

    public TransfersListCommand(CliContext context)
        : this("list", "Lists transfers, the newest first.", context)
    {
    }

    protected TransfersListCommand(string name, string description, CliContext context)
        : base(name, description, context)
    {
        _filter.AddTo(this);
        Add(_format);
        Examples =
        [
            new("actormft transfers", "the last 50"),
            new("actormft transfers list --flow acme/invoices --state parked", "what needs a decision"),
            new("actormft transfers list --limit 1000 -o json", "for a program"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var transfers = await client.GetListAsync(_filter.PathFor(result), cancellationToken, _filter.Limit(result));
        NodeOutput.Write(Output, _format.Read(result), transfers, output => TransferTable.Write(output, [.. transfers.Select(TransferRow.From)], Context.Time.GetUtcNow()));
        return ExitCode.Done;
    }
}
