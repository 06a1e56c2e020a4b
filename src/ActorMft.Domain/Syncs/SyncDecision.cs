using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Syncs;

/// <summary>What a sync does about each message.</summary>
internal sealed class SyncDecision(Deciding<SyncState, SyncEvent> deciding)
{
    private const string BySchedule = "schedule";
    private const string DueTimer = "due";

    private SyncState State => deciding.State;

    private string Organization => deciding.Context.Self.Key.Split('/', 2)[0];

    private string Name => deciding.Context.Self.Key.Split('/', 2)[1];

    public void Define(DefineSync message)
    {
        if (message.Revision < State.Revision)
        {
            return;
        }

        deciding.Happened(new SyncDefined(deciding.Now, message.Spec, message.Revision, message.Hold));
        Settle();
    }

    public void Remove(RemoveSync message)
    {
        if (message.Revision < State.Revision)
        {
            return;
        }

        if (State.Running is { } running)
        {
            deciding.EndWork(WorkOf(running.RunId));
        }

        deciding.CancelTimer(DueTimer);
        deciding.Happened(new SyncRemoved(deciding.Now, message.Revision));
        deciding.Hide(ViewNames.Sync, deciding.Context.Self.Key);
    }

    public void Start(StartSync message)
    {
        if (Obstacle() is { } reason)
        {
            deciding.Reply(new SyncReply(RunId: null, reason));
            return;
        }

        Begin(message.By);
        deciding.Reply(new SyncReply(State.Running!.RunId, Reason: null));
    }

    public void Stop(StopSync message)
    {
        if (State.Running is not { } running)
        {
            deciding.Reply(new SyncReply(RunId: null, $"The sync {Organization}/{Name} isn't running."));
            return;
        }

        deciding.EndWork(WorkOf(running.RunId));
        Finish(running, SyncCounts.None, [], $"stopped by {message.By}");
        deciding.Reply(new SyncReply(running.RunId, Reason: null));
    }

    /// <summary>A run that goes on longer than the interval is not joined by another: the next one is due when it has ended.</summary>
    public void Due()
    {
        if (Obstacle() is null && State.Spec!.Schedule is not null)
        {
            Begin(BySchedule);
        }
        else
        {
            Settle();
        }
    }

    public void Progressed(SyncProgressed message)
    {
        if (State.Running?.RunId == message.RunId)
        {
            Show(message.Counts, message.Doing);
        }
    }

    public void Ended(SyncEnded message)
    {
        deciding.EndWork(WorkOf(message.RunId));
        if (State.Running is { } running && running.RunId == message.RunId)
        {
            Finish(running, message.Counts, message.Failures, message.Error, message.Warning);
        }
    }

    private void Begin(string by)
    {
        var runId = DerivedId.Create(deciding.Now, $"{deciding.Context.Self}/{deciding.Context.MessageId}");
        deciding.Happened(new SyncStarted(deciding.Now, runId, by));
        deciding.StartWork(WorkOf(runId), new RunSync(runId, State.Spec!));
        deciding.CancelTimer(DueTimer);
        Show(SyncCounts.None);
    }

    private void Finish(SyncRunning running, SyncCounts counts, IReadOnlyList<SyncFailure> failures, string? error, string? warning = null)
    {
        deciding.Happened(new SyncFinished(
            deciding.Now, new SyncOutcome(running.RunId, running.By, running.StartedAt, deciding.Now, counts, failures, error, warning)));
        Settle();
    }

    /// <summary>Why no run can begin now.</summary>
    private string? Obstacle() => State switch
    {
        { Spec: null } => $"The sync {Organization}/{Name} isn't declared any more.",
        { Running: { } running } => $"The sync {Organization}/{Name} is running already, since {running.StartedAt:u} ({running.RunId}).",
        { Hold: { } hold } => $"The sync {Organization}/{Name} can't run: {hold}.",
        _ => null,
    };

    /// <summary>Between runs: when the next one is due.</summary>
    private void Settle()
    {
        if (State.Running is null)
        {
            if (NextRun() is { } next)
            {
                deciding.SetTimer(DueTimer, next, new SyncDue());
            }
            else
            {
                deciding.CancelTimer(DueTimer);
            }
        }

        Show(progress: null);
    }

    private DateTimeOffset? NextRun() =>
        State is { Hold: null, Running: null, Spec.Schedule: { } schedule } ? schedule.Next(deciding.Now, State.Last?.StartedAt) : null;

    private void Show(SyncCounts? progress, string? doing = null)
    {
        var status = State.Running is not null ? "running" : State.Hold is not null ? "held" : "idle";
        deciding.Show(
            ViewNames.Sync,
            deciding.Context.Self.Key,
            Organization,
            status,
            new SyncRow(Organization, Name, State.Hold, State.Running, progress, State.Last, NextRun(), doing));
    }

    private string WorkOf(string runId) => $"{deciding.Context.Self}/run/{runId}";
}
