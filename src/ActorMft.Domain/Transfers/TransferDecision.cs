using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;

namespace ActorMft.Domain.Transfers;

/// <summary>What a transfer does about its flow, its timer and people.</summary>
internal sealed class TransferDecision(Deciding<TransferFacts, TransferEvent> deciding)
{
    private const string AttemptTimer = "attempt";

    private TransferFacts Facts => deciding.State;

    private TransferDefinition Definition => Facts.Definition!;

    public void Create(CreateTransfer message)
    {
        if (Facts.Definition is null)
        {
            deciding.Happened(new TransferCreated(deciding.Now, message.Definition, message.Hold, message.Follows, message.ByPlace));
            QueueUnlessHeld();
        }
        else if (Facts.HasEnded)
        {
            TellFlow();
        }
    }

    public void Hold(HoldTransfer message)
    {
        if (Facts.Definition is null || Facts.HasEnded || Facts.Hold == message.Reason)
        {
            return;
        }

        if (Facts.State == TransferState.Waiting)
        {
            deciding.CancelTimer(AttemptTimer);
        }

        deciding.Happened(new TransferHeld(deciding.Now, message.Reason));
    }

    public void LetGo(LetTransferGo message)
    {
        if (Facts.Definition is null || Facts.HasEnded || (Facts.Hold is null && Facts.ByPlace == message.ByPlace))
        {
            return;
        }

        var wasHeld = Facts.Hold is not null;
        deciding.Happened(new TransferLetGo(deciding.Now, message.ByPlace, message.GivesPlace));
        if (wasHeld && Facts.State == TransferState.Pending && !Facts.Working)
        {
            QueueUnlessHeld();
        }
        else if (message.GivesPlace && !Facts.HasPlace)
        {
            ReturnPlace();
        }
    }

    public void Due(AttemptDue message)
    {
        if (Facts.State == TransferState.Waiting && message.Attempt == Facts.Attempt + 1)
        {
            QueueUnlessHeld();
        }
    }

    public void Retry(RetryTransfer message)
    {
        if (Facts.Definition is null)
        {
            deciding.Reply(new TransferReply(Found: false, Accepted: false, "there is no such transfer"));
            return;
        }

        if (Facts.State is not (TransferState.Parked or TransferState.Waiting))
        {
            deciding.Reply(new TransferReply(Found: true, Accepted: false, WhyNoRetry()));
            return;
        }

        deciding.CancelTimer(AttemptTimer);
        deciding.Happened(new TransferRetried(deciding.Now, message.Actor, message.From));
        QueueUnlessHeld();
        deciding.Reply(new TransferReply(Found: true, Accepted: true, Facts.Hold));
    }

    public void Cancel(CancelTransfer message)
    {
        if (Facts.Definition is null)
        {
            deciding.Reply(new TransferReply(Found: false, Accepted: false, "there is no such transfer"));
        }
        else if (Facts.HasEnded)
        {
            deciding.Reply(new TransferReply(Found: true, Accepted: false, $"it is {TransferRows.Word(Facts.State)} already"));
        }
        else if (Facts is { State: TransferState.Running, Stage: DeliveryStage.Renaming })
        {
            if (Facts.Cancel is null)
            {
                deciding.Happened(new CancelRequested(deciding.Now, message.Reason, message.Actor, message.From));
            }

            deciding.Reply(new TransferReply(Found: true, Accepted: true, "all bytes are at the target and the file is being renamed; it is cancelled unless that succeeds"));
        }
        else
        {
            var mayBeThere = Facts.Stage == DeliveryStage.Renaming ? "an attempt was lost while it renamed the file, which may be at the target already" : null;
            Cancelled(message.Reason, message.Actor, message.From);
            deciding.Reply(new TransferReply(Found: true, Accepted: true, mayBeThere));
        }
    }

    public void Note(TransferEvent @event)
    {
        if (Facts.Definition is not null)
        {
            deciding.Happened(@event);
        }
    }

    public void Discarded(PartDiscarded message)
    {
        if (Facts.Definition is not null)
        {
            deciding.EndWork(DiscardWork);
            deciding.Happened(new PartWasDiscarded(deciding.Now, message.Reason));
        }
    }

    public void Cancelled(string reason, string actor, string from, bool sourceLost = false)
    {
        if (Facts.Working)
        {
            deciding.EndWork(DeliverWork(Facts.Attempt));
        }

        deciding.CancelTimer(AttemptTimer);
        deciding.Happened(new TransferCancelled(deciding.Now, reason, actor, from, sourceLost));
        if (Facts.EverBegan)
        {
            deciding.StartWork(DiscardWork, new DiscardPart(Definition, PartPath));
        }

        TellFlow();
    }

    public void TellFlow() => deciding.Send(
        Flow,
        new TransferEnded(Definition.TransferId, Definition.ArrivalId, Facts.State == TransferState.Delivered, Facts.SourceLost));

    public void PlanNextAttempt() =>
        deciding.SetTimer(AttemptTimer, Facts.NextAttemptAt!.Value, new AttemptDue(Facts.Attempt + 1));

    /// <summary>Tells a flow with a limit that no attempt is under way.</summary>
    public void ReturnPlace()
    {
        if (Facts.ByPlace && !Facts.HasEnded)
        {
            deciding.Send(Flow, new PlaceReturned(Definition.TransferId, Definition.ArrivalId));
        }
    }

    public void EndAttempt() => deciding.EndWork(DeliverWork(Facts.Attempt));

    private ActorId Flow => ActorId.Flow(Definition.Organization, Definition.Flow);

    private string DiscardWork => $"{Definition.TransferId}/discard";

    private string PartPath => PartName.PathFor(Definition.TargetPath, Definition.TransferId);

    private string DeliverWork(int attempt) => $"{Definition.TransferId}/deliver/{attempt}";

    private void QueueUnlessHeld()
    {
        if (Facts.Hold is not null)
        {
            return;
        }

        if (Facts is { ByPlace: true, HasPlace: false })
        {
            deciding.Happened(new TransferHeld(deciding.Now, "waits for a place in its flow (parallel)"));
            deciding.Send(Flow, new PlaceWanted(Definition.TransferId, Definition.ArrivalId));
            return;
        }

        deciding.Happened(new AttemptQueued(deciding.Now, Facts.Attempt + 1));
        deciding.StartWork(DeliverWork(Facts.Attempt), new Deliver(Definition, Facts.Attempt, PartPath));
    }

    private string WhyNoRetry() => Facts.State switch
    {
        TransferState.Delivered => "it is delivered already",
        TransferState.Cancelled => "it was cancelled; upload the file again to send it",
        TransferState.Pending when Facts is { Working: false, Hold: { } hold } => hold,
        _ => "an attempt is under way",
    };
}
