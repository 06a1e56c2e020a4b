using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;

namespace ActorMft.Domain.Sessions;

/// <summary>One partner's connection: lives on the node that has the socket, and can be closed from any node.</summary>
internal sealed class SessionBehavior : ActorBehavior<SessionState, SessionEvent>
{
    private const string Open = "open";
    private const string Closing = "closing";

    public override string Kind => ActorKinds.Session;

    public override bool PrivateShard => true;

    private protected override SessionState Initial(string key) => new();

    private protected override SessionState Apply(SessionState state, SessionEvent @event) => @event switch
    {
        SessionExpected e => state with { Place = e.Place },
        SessionOpened e => state with { Session = e.Session, OpenedAt = e.At },
        SessionClosing e => state with { ClosingReason = e.Reason },
        SessionClosed => state with { Ended = true },
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<SessionState, SessionEvent> deciding, object message)
    {
        switch (message)
        {
            case ExpectSession expect when deciding.State is { Place: null, Session: null }:
                deciding.Happened(new SessionExpected(deciding.Now, expect));
                Hold(deciding, expect.Node, expect.Incarnation);
                break;
            case OpenSession open when deciding.State is { Session: null, Ended: false }:
                var isHeld = deciding.State.Place is not null;
                deciding.Happened(new SessionOpened(deciding.Now, open));
                if (!isHeld)
                {
                    Hold(deciding, open.Node, open.Incarnation);
                }

                Show(deciding, open, deciding.State.ClosingReason is null ? Open : Closing);
                break;
            case ExpectSession or OpenSession:
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

    private static void Hold(Deciding<SessionState, SessionEvent> deciding, string node, Guid incarnation) =>
        deciding.StartWork(HoldWork(deciding), new HoldSession(deciding.Context.Self.Key, node, incarnation));

    private static void Close(Deciding<SessionState, SessionEvent> deciding, CloseSession message)
    {
        if (PlaceOf(deciding.State) is null)
        {
            deciding.Reply(new CloseReply(Found: false));
            return;
        }

        if (deciding.State.ClosingReason is null)
        {
            deciding.Happened(new SessionClosing(deciding.Now, message.Reason, message.Actor, message.From));
            deciding.StartWork(CloseWork(deciding), new EndConnection(deciding.Context.Self.Key, message.Reason));
            if (deciding.State.Session is { } session)
            {
                Show(deciding, session, Closing);
            }
        }

        deciding.Reply(new CloseReply(Found: true));
    }

    private static void End(Deciding<SessionState, SessionEvent> deciding, SessionEnded message)
    {
        if (PlaceOf(deciding.State) is not { } place)
        {
            return;
        }

        deciding.EndWork(HoldWork(deciding));
        deciding.EndWork(CloseWork(deciding));
        deciding.Happened(new SessionClosed(deciding.Now, deciding.State.ClosingReason ?? message.Reason, message.BytesIn, message.BytesOut));
        if (deciding.State.Session is not null)
        {
            deciding.Hide(ViewNames.Session, deciding.Context.Self.Key);
        }

        deciding.Send(place, new LeaveSession(deciding.Context.Self.Key));
        deciding.Finish();
    }

    /// <summary>The endpoint of a session that is expected or open; null before and after.</summary>
    private static ActorId? PlaceOf(SessionState state) => state switch
    {
        { Ended: true } => null,
        { Session: { } session } => ActorId.Endpoint(session.Organization, session.Endpoint),
        { Place: { } place } => ActorId.Endpoint(place.Organization, place.Endpoint),
        _ => null,
    };

    private static string HoldWork(Deciding<SessionState, SessionEvent> deciding) => $"{deciding.Context.Self}/hold";

    private static string CloseWork(Deciding<SessionState, SessionEvent> deciding) => $"{deciding.Context.Self}/close";

    private static void Show(Deciding<SessionState, SessionEvent> deciding, OpenSession session, string status)
    {
        var id = deciding.Context.Self.Key;
        deciding.Show(ViewNames.Session, id, $"{session.Organization}/{session.Endpoint}", status, new SessionRow(
            id,
            session.Organization,
            session.Endpoint,
            session.User,
            session.RemoteAddress,
            session.Client,
            session.Node,
            deciding.State.OpenedAt,
            deciding.State.ClosingReason));
    }
}
