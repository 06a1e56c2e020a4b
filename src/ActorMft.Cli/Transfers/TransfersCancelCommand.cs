using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary><c>actormft transfers cancel ID</c>.</summary>
internal sealed class TransfersCancelCommand : ClientCommand
{
    private readonly Argument<string[]> _ids = new("ID") { Description = "as 'actormft transfers' shows them", Arity = ArgumentArity.OneOrMore };

    public TransfersCancelCommand(CliContext context)
        : base("cancel", "Ends a transfer. The source file stays.", context)
    {
        Add(_ids);
        Examples = [new("actormft transfers cancel 01JD2Y...", "gives a file up")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        foreach (var id in result.GetRequiredValue(_ids))
        {
            await client.PostAsync($"{TransferFilter.Path}/{Uri.EscapeDataString(id)}/cancel", null, cancellationToken);
            Output.WriteLine(TerminalText.Clean($"cancelled: {id}"));
        }
        return ExitCode.Done;
    }
}
