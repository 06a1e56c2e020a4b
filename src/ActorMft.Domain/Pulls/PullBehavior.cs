using ActorMft.Domain.Decisions;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Pulls;

/// <summary>
/// Looks at a flow's source when its schedule says so, never twice at the same time. What it is doing is in the store: a timer while it
/// waits, a work while it looks; so a time that passed while no node lived is made up once.
/// </summary>
internal sealed class PullBehavior : ActorBehavior<PullState, PullEvent>
{
    private const string LookTimer = "look";

    public override string Kind => ActorKinds.Pull;

    private protected override PullState Initial(string key) => new();

    private protected override PullState Apply(PullState state, PullEvent @event) => @event switch
    {
        PullDefined e => state with { Definition = e.Definition, Revision = e.Definition.Revision },
        PullRemoved e => state with { Definition = null, Revision = e.Revision },
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<PullState, PullEvent> deciding, object message)
    {
        switch (message)
        {
            case DefinePull define:
                Define(deciding, define);
                break;
            case RemovePull remove:
                Remove(deciding, remove);
                break;
            case LookDue due:
                Look(deciding, due);
                break;
            case LookEnded ended:
                Ended(deciding, ended);
                break;
            case ForgetTaken forget:
                foreach (var id in forget.Ids)
                {
                    deciding.Hide(ViewNames.Taken, id);
                }

                break;
            case AllTakenForgotten:
                deciding.EndWork(ForgetWork(deciding));
                break;
            default:
                throw Unknown(message);
        }
    }

    private static void Define(Deciding<PullState, PullEvent> deciding, DefinePull message)
    {
        if (message.Revision < deciding.State.Revision)
        {
            return;
        }

        deciding.Happened(new PullDefined(deciding.Now, message));
        deciding.EndWork(LookWork(deciding));
        deciding.EndWork(ForgetWork(deciding));
        if (message.Hold is null)
        {
            Plan(deciding, lastStart: null, last: null);
        }
        else
        {
            deciding.CancelTimer(LookTimer);
            Show(deciding, new PullRow(NextRun: null, message.Hold, LastRun: null));
        }
    }

    private static void Remove(Deciding<PullState, PullEvent> deciding, RemovePull message)
    {
        if (deciding.State.Definition is null || message.Revision < deciding.State.Revision)
        {
            return;
        }

        deciding.Happened(new PullRemoved(deciding.Now, message.Revision));
        deciding.EndWork(LookWork(deciding));
        deciding.CancelTimer(LookTimer);
        deciding.Hide(ViewNames.Pull, deciding.Context.Self.Key);
        deciding.StartWork(ForgetWork(deciding), new ForgetAllTaken(Organization(deciding), Flow(deciding)));
    }

    private static void Look(Deciding<PullState, PullEvent> deciding, LookDue message)
    {
        if (deciding.State.Definition is { Hold: null } definition)
        {
            deciding.StartWork(LookWork(deciding), new LookAtSource(
                Organization(deciding),
                Flow(deciding),
                definition.Source,
                definition.FlowRevision,
                definition.Revision,
                DerivedId.Create(deciding.Now, deciding.Context.MessageId),
                deciding.Now,
                message.Attempt));
        }
    }

    private static void Ended(Deciding<PullState, PullEvent> deciding, LookEnded message)
    {
        if (deciding.State.Definition is not { Hold: null } definition || message.Revision != definition.Revision)
        {
            return;
        }

        deciding.EndWork(LookWork(deciding));
        var mayTryAgain = message.Outcome.Error is not null && message.Transient && message.Attempt < definition.Retry.Attempts;
        DateTimeOffset? again = mayTryAgain ? deciding.Now + Backoff.Delay(definition.Retry, message.Attempt, deciding.Context.MessageId) : null;
        Plan(deciding, message.Outcome.StartedAt, message.Outcome, again, message.Attempt + 1);
    }

    private static void Plan(
        Deciding<PullState, PullEvent> deciding, DateTimeOffset? lastStart, LookOutcome? last, DateTimeOffset? again = null, int attempt = 1)
    {
        var next = deciding.State.Definition!.Source.Schedule?.Next(deciding.Now, lastStart);
        if (again is not null && (next is null || again < next))
        {
            next = again;
        }
        else
        {
            attempt = 1;
        }

        if (next is { } due)
        {
            deciding.SetTimer(LookTimer, due, new LookDue(attempt));
        }

        Show(deciding, new PullRow(next, Hold: null, last));
    }

    private static void Show(Deciding<PullState, PullEvent> deciding, PullRow row) =>
        deciding.Show(ViewNames.Pull, deciding.Context.Self.Key, Organization(deciding), "", row);

    private static string LookWork(Deciding<PullState, PullEvent> deciding) => $"{deciding.Context.Self}/look";

    private static string ForgetWork(Deciding<PullState, PullEvent> deciding) => $"{deciding.Context.Self}/forget";

    private static string Organization(Deciding<PullState, PullEvent> deciding) => deciding.Context.Self.Key.Split('/', 2)[0];

    private static string Flow(Deciding<PullState, PullEvent> deciding) => deciding.Context.Self.Key.Split('/', 2)[1];
}
