using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary><c>actormft transfers retry ID</c>.</summary>
internal sealed class TransfersRetryCommand : ClientCommand
{
    private readonly Argument<string[]> _ids = new("ID") { Description = "as 'actormft transfers' shows them", Arity = ArgumentArity.OneOrMore };

    public TransfersRetryCommand(CliContext context)
        : base("retry", "Starts a parked, cancelled or waiting transfer again, now.", context)
    {
        Add(_ids);
        Examples = [new("actormft transfers retry 01JD2Y...", "after the reason it was parked for is gone")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        foreach (var id in result.GetRequiredValue(_ids))
        {
            await client.PostAsync($"{TransferFilter.Path}/{Uri.EscapeDataString(id)}/retry", null, cancellationToken);
            Output.WriteLine(TerminalText.Clean($"started again: {id}"));
        }
        return ExitCode.Done;
    }
}
