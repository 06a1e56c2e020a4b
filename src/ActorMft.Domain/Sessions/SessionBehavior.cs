using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;

namespace ActorMft.Domain.Sessions;

/// <summary>One partner's connection: lives on the node that has the socket, and can be closed from any node.</summary>
internal sealed class SessionBehavior : ActorBehavior<SessionState, SessionEvent>
{
    /// <summary>The status of a row of the list.</summary>
    internal const string Open = "open";

    private const string Closing = "closing";

    public override string Kind => ActorKinds.Session;

    public override bool PrivateShard => true;

    private protected override SessionState Initial(string key) => new();

    private protected override SessionState Apply(SessionState state, SessionEvent @event) => @event switch
    {
        SessionOpened e => state with { Session = e.Session },
        SessionClosing e => state with { ClosingReason = e.Reason },
        SessionClosed => state with { Ended = true },
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<SessionState, SessionEvent> deciding, object message)
    {
        switch (message)
        {
            case OpenSession open when deciding.State.Session is null:
                // The endpoint has shown it, in the commit that sent this.
                deciding.Happened(new SessionOpened(deciding.Now, open));
                deciding.StartWork(HoldWork(deciding), new HoldSession(deciding.Context.Self.Key, open.Node, open.Incarnation));
                break;
            case OpenSession:
                break;
            case CloseSession close:
                Close(deciding, close);
                break;
            case SessionEnded ended:
                End(deciding, ended);
                break;
            default:
                throw Unknown(message);
        }
    }

    private static void Close(Deciding<SessionState, SessionEvent> deciding, CloseSession message)
    {
        if (deciding.State is not { Session: { } session, Ended: false })
        {
            deciding.Reply(new CloseReply(Found: false));
            return;
        }

        if (deciding.State.ClosingReason is null)
        {
            deciding.Happened(new SessionClosing(deciding.Now, message.Reason, message.Actor, message.From));
            var id = deciding.Context.Self.Key;
            deciding.StartWork(CloseWork(deciding), new EndConnection(id, message.Reason));
            deciding.Show(ViewNames.Session, id, ActorId.Endpoint(session.Organization, session.Endpoint).Key, Closing, session.Row(id, message.Reason));
        }

        deciding.Reply(new CloseReply(Found: true));
    }

    private static void End(Deciding<SessionState, SessionEvent> deciding, SessionEnded message)
    {
        if (deciding.State is not { Session: { } session, Ended: false })
        {
            return;
        }

        deciding.EndWork(HoldWork(deciding));
        if (deciding.State.ClosingReason is not null)
        {
            deciding.EndWork(CloseWork(deciding));
        }

        deciding.Happened(new SessionClosed(deciding.Now, deciding.State.ClosingReason ?? message.Reason, message.BytesIn, message.BytesOut));
        deciding.Hide(ViewNames.Session, deciding.Context.Self.Key);

        // Who asks for a place comes behind it at the endpoint, so nobody is refused because it waits.
        deciding.SendUnhurried(ActorId.Endpoint(session.Organization, session.Endpoint), new LeaveSession(deciding.Context.Self.Key));
        deciding.Finish();
    }

    private static string HoldWork(Deciding<SessionState, SessionEvent> deciding) => $"{deciding.Context.Self}/hold";

    private static string CloseWork(Deciding<SessionState, SessionEvent> deciding) => $"{deciding.Context.Self}/close";
}
