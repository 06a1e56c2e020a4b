using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary><c>actormft transfers</c>: the list, and what can be done with one of it.</summary>
internal sealed class TransfersCommand : TransfersListCommand
{
    public TransfersCommand(CliContext context)
        : base("transfers", "Lists transfers; shows, retries and cancels one.", context)
    {
        Add(new TransfersListCommand(context));
        Add(new TransfersShowCommand(context));
        Add(new TransfersRetryCommand(context));
        Add(new TransfersCancelCommand(context));
    }
}
