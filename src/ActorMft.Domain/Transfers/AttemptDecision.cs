using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Transfers;

/// <summary>What a transfer answers its worker. Only the last attempt's last run is listened to.</summary>
internal sealed class AttemptDecision(Deciding<TransferFacts, TransferEvent> deciding, TransferDecision transfer)
{
    private TransferFacts Facts => deciding.State;

    public void FetchStarted(FetchStarted message)
    {
        if (!IsCurrent(message.Attempt))
        {
            Stop(message.Attempt);
            return;
        }

        if (Facts.Run != message.Run)
        {
            deciding.Happened(new FetchBegan(deciding.Now, message.Attempt, message.Run, message.Node, message.ResumedAt, InterruptedOn));
        }

        GoOn();
    }

    public void Started(AttemptStarted message)
    {
        if (!IsCurrent(message.Attempt))
        {
            Stop(message.Attempt);
            return;
        }

        if (Facts.Run != message.Run || Facts.Fetching)
        {
            var interruptedOn = Facts.Run == message.Run ? null : InterruptedOn;
            deciding.Happened(new AttemptBegan(deciding.Now, message.Attempt, message.Run, message.Node, message.ResumedAt, interruptedOn));
        }

        GoOn();
    }

    public void PartCompleted(PartCompleted message)
    {
        if (!IsCurrent(message.Attempt) || Facts.Run != message.Run)
        {
            Stop(message.Attempt);
            return;
        }

        if (Facts.Stage != DeliveryStage.Renaming || Facts.FinalPath != message.FinalPath)
        {
            deciding.Happened(new RenameAllowed(deciding.Now, message.Attempt, message.Node, message.FinalPath, message.BytesSent));
        }

        GoOn();
    }

    public void Delivered(Delivered message)
    {
        if (Facts.State == TransferState.Delivered && message.Attempt == Facts.Attempt && Facts.Run == message.Run)
        {
            GoOn();
            return;
        }

        if (!IsCurrent(message.Attempt) || Facts.Run != message.Run)
        {
            Stop(message.Attempt);
            return;
        }

        if (Facts.Stage != DeliveryStage.Renaming && message.Outcome != DeliveryOutcome.Skipped)
        {
            deciding.Reply(new AttemptReply(Continue: false, Facts.Stage, Facts.FinalPath, "the rename was not asked for; PartCompleted goes before it"));
            return;
        }

        transfer.EndAttempt();
        deciding.Happened(new FileDelivered(deciding.Now, message.Attempt, message.Node, message.FinalPath, message.Outcome, message.BytesSent));
        transfer.TellFlow();
        GoOn();
    }

    public void Failed(AttemptFailed message)
    {
        var isStaleRun = message.Run.Length > 0 && Facts.Run is not null && Facts.Run != message.Run;
        if (!IsCurrent(message.Attempt) || isStaleRun)
        {
            Stop(message.Attempt);
            return;
        }

        transfer.EndAttempt();
        var retry = Facts.Definition!.Retry;
        var isHeld = Facts.Hold is not null;
        var hadPlace = Facts.HasPlace;
        var isLast = Facts.Failures + 1 >= retry.Attempts;
        var tryAgain = message.Transient && !message.SourceLost && !isHeld && !isLast && Facts.Cancel is null;
        DateTimeOffset? next = tryAgain ? deciding.Now + Backoff.Delay(retry, Facts.Failures + 1, deciding.Context.MessageId) : null;
        deciding.Happened(new DeliveryFailed(
            deciding.Now, message.Attempt, message.Node, message.Reason, message.Transient, message.BytesSent, message.StartOver, next));

        if (Facts.Cancel is { } cancel)
        {
            transfer.Cancelled(cancel.Reason, cancel.Actor, cancel.From);
        }
        else if (message.SourceLost)
        {
            transfer.Cancelled(message.Reason, "actormft", "", sourceLost: true);
        }
        else if (tryAgain)
        {
            transfer.PlanNextAttempt();
        }
        else if (!message.Transient)
        {
            deciding.Happened(new TransferParked(deciding.Now, message.Reason));
        }
        else if (!isHeld)
        {
            deciding.Happened(new TransferParked(deciding.Now, $"{message.Reason} (given up after {retry.Attempts} attempts)"));
        }

        if (hadPlace)
        {
            transfer.ReturnPlace();
        }

        deciding.Reply(new AttemptReply(Continue: false, Facts.Stage, Facts.FinalPath, Reason: null));
    }

    /// <summary>The node of the run before, which didn't come to its end.</summary>
    private string? InterruptedOn => Facts.Run is null ? null : Facts.Node;

    private bool IsCurrent(int attempt) => Facts.Working && attempt == Facts.Attempt;

    private void GoOn() => deciding.Reply(new AttemptReply(Continue: true, Facts.Stage, Facts.FinalPath, Reason: null));

    private void Stop(int attempt)
    {
        var reason = Facts switch
        {
            { Definition: null } => "there is no such transfer",
            { HasEnded: true } => $"the transfer is {TransferRows.Word(Facts.State)}",
            _ when attempt < Facts.Attempt => $"attempt {attempt} was followed by attempt {Facts.Attempt}",
            { Working: true } => "another run of the attempt has begun",
            _ => $"attempt {attempt} is over",
        };
        deciding.Reply(new AttemptReply(Continue: false, Facts.Stage, Facts.FinalPath, reason));
    }
}
