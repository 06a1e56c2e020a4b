using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Syncs;

/// <summary>A sync: at most one run of it at a time in the whole cluster, by its schedule or when it is asked for.</summary>
internal sealed class SyncBehavior : ActorBehavior<SyncState, SyncEvent>
{
    public override string Kind => ActorKinds.Sync;

    private protected override SyncState Initial(string key) => new();

    private protected override SyncState Apply(SyncState state, SyncEvent @event) => @event switch
    {
        SyncDefined e => state with { Spec = e.Spec, Revision = e.Revision, Hold = e.Hold },
        SyncRemoved e => state with { Spec = null, Revision = e.Revision, Hold = null, Running = null },
        SyncStarted e => state with { Running = new SyncRunning(e.RunId, e.By, e.At) },
        SyncFinished e => state with { Running = null, Last = e.Outcome },
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<SyncState, SyncEvent> deciding, object message)
    {
        var sync = new SyncDecision(deciding);
        switch (message)
        {
            case DefineSync define:
                sync.Define(define);
                break;
            case RemoveSync remove:
                sync.Remove(remove);
                break;
            case StartSync start:
                sync.Start(start);
                break;
            case StopSync stop:
                sync.Stop(stop);
                break;
            case SyncDue:
                sync.Due();
                break;
            case SyncProgressed progressed:
                sync.Progressed(progressed);
                break;
            case SyncEnded ended:
                sync.Ended(ended);
                break;
            default:
                throw Unknown(message);
        }
    }
}
