using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Transfers;

/// <summary>
/// One file to one target. The file gets its final path once, whatever is killed: the worker may rename only after
/// <see cref="RenameAllowed"/> is committed, only one run of the work is ever allowed to, and whoever finds the part file
/// gone after that knows that it was renamed.
/// </summary>
internal sealed class TransferBehavior : ActorBehavior<TransferFacts, TransferEvent>
{
    public override string Kind => ActorKinds.Transfer;

    private protected override TransferFacts Initial(string key) => new();

    private protected override TransferFacts Apply(TransferFacts state, TransferEvent @event) => TransferFold.Apply(state, @event);

    private protected override void Decide(Deciding<TransferFacts, TransferEvent> deciding, object message)
    {
        var transfer = new TransferDecision(deciding);
        switch (message)
        {
            case CreateTransfer create:
                transfer.Create(create);
                break;
            case HoldTransfer hold:
                transfer.Hold(hold);
                break;
            case LetTransferGo letGo:
                transfer.LetGo(letGo);
                break;
            case FetchStarted fetch:
                new AttemptDecision(deciding, transfer).FetchStarted(fetch);
                break;
            case AttemptStarted started:
                new AttemptDecision(deciding, transfer).Started(started);
                break;
            case PartCompleted completed:
                new AttemptDecision(deciding, transfer).PartCompleted(completed);
                break;
            case Delivered delivered:
                new AttemptDecision(deciding, transfer).Delivered(delivered);
                break;
            case AttemptFailed failed:
                new AttemptDecision(deciding, transfer).Failed(failed);
                break;
            case AttemptDue due:
                transfer.Due(due);
                break;
            case RetryTransfer retry:
                transfer.Retry(retry);
                break;
            case CancelTransfer cancel:
                transfer.Cancel(cancel);
                break;
            case SourceReplaced replaced:
                transfer.Note(new NewerFileArrived(deciding.Now, replaced.ByArrivalId));
                break;
            case SourceSettled settled:
                transfer.Note(new SourceWasSettled(deciding.Now, settled.Deleted, settled.Reason));
                break;
            case PartDiscarded discarded:
                transfer.Discarded(discarded);
                break;
            default:
                throw Unknown(message);
        }

        if (deciding.HasEvents && deciding.State.Definition is { } definition)
        {
            var row = TransferRows.Of(definition, deciding.State);
            deciding.Show(ViewNames.Transfer, definition.TransferId, $"{definition.Organization}/{definition.Flow}", TransferRows.Word(deciding.State.State), row);
            if (deciding.State.HasEnded)
            {
                deciding.Finish(ViewNames.Transfer, definition.TransferId);
            }
        }
    }
}
