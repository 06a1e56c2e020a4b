using System.Globalization;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Members;
using ActorMft.Domain.Sessions;

namespace ActorMft.Domain.Endpoints;

/// <summary>An endpoint's sessions, counted over the cluster.</summary>
internal sealed class EndpointBehavior : ActorBehavior<EndpointState, EndpointEvent>
{
    private const string Self = "actormft";

    public override string Kind => ActorKinds.Endpoint;

    private protected override EndpointState Initial(string key) => new();

    private protected override EndpointState Apply(EndpointState state, EndpointEvent @event) => @event switch
    {
        EndpointDefined e => state with { Enabled = e.Enabled, MaxSessions = e.MaxSessions, Removed = false },
        EndpointRemoved => Unwatched(state with { Removed = true }),
        SessionEntered e => state with { Watched = true, Sessions = state.Sessions.Add(e.Session.SessionId, e.Session) },
        SessionLeft e => Unwatched(state with { Sessions = state.Sessions.Remove(e.SessionId) }),
        NodeForgotten e => Forget(state, e.Incarnation),
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<EndpointState, EndpointEvent> deciding, object message)
    {
        var wasWatched = deciding.State.Watched;
        switch (message)
        {
            case DefineEndpoint define:
                Define(deciding, define);
                break;
            case RemoveEndpoint:
                deciding.Happened(new EndpointRemoved(deciding.Now));
                CloseSessions(deciding, _ => true, $"the endpoint {deciding.Context.Self.Key} was deleted");
                break;
            case CloseUserSessions close:
                CloseSessions(deciding, session => session.User == close.User, close.Reason);
                break;
            case EnterSession enter:
                Enter(deciding, enter);
                break;
            case LeaveSession leave:
                if (deciding.State.Sessions.ContainsKey(leave.SessionId))
                {
                    deciding.Happened(new SessionLeft(deciding.Now, leave.SessionId));
                }

                break;
            case HolderLost lost:
                if (Forget(deciding.State, lost.Incarnation) != deciding.State)
                {
                    deciding.Happened(new NodeForgotten(deciding.Now, lost.Incarnation));
                }

                break;
            default:
                throw Unknown(message);
        }

        var work = $"{deciding.Context.Self}/watch";
        if (deciding.State.Watched && !wasWatched)
        {
            deciding.StartWork(work, new WatchHolders(deciding.Context.Self));
        }
        else if (!deciding.State.Watched && wasWatched)
        {
            deciding.EndWork(work);
        }
    }

    private static EndpointState Unwatched(EndpointState state) =>
        state with { Watched = state.Watched && !(state.Removed && state.Sessions.IsEmpty) };

    private static EndpointState Forget(EndpointState state, Guid incarnation)
    {
        var left = state.Sessions.RemoveRange(state.Sessions.Where(each => each.Value.Incarnation == incarnation).Select(each => each.Key));
        return state with { Sessions = left, Watched = state.Watched && !left.IsEmpty };
    }

    private static void Define(Deciding<EndpointState, EndpointEvent> deciding, DefineEndpoint message)
    {
        deciding.Happened(new EndpointDefined(deciding.Now, message.Enabled, message.MaxSessions));
        if (!message.Enabled)
        {
            CloseSessions(deciding, _ => true, $"the endpoint {deciding.Context.Self.Key} was disabled");
        }
    }

    private static void Enter(Deciding<EndpointState, EndpointEvent> deciding, EnterSession message)
    {
        var state = deciding.State;
        var endpoint = deciding.Context.Self.Key;
        string? refusal = null;
        if (state.Sessions.ContainsKey(message.SessionId))
        {
            deciding.Reply(new EnterReply(Granted: true, Reason: null));
            return;
        }

        if (state.Removed)
        {
            refusal = $"the endpoint {endpoint} was deleted";
        }
        else if (!state.Enabled)
        {
            refusal = $"the endpoint {endpoint} is disabled; please ask its operator";
        }
        else if (state.MaxSessions > 0 && state.Sessions.Count >= state.MaxSessions)
        {
            refusal = string.Create(CultureInfo.InvariantCulture, $"the endpoint {endpoint} has {state.Sessions.Count} of {state.MaxSessions} sessions (its maxSessions); please try again later");
        }
        else
        {
            deciding.Happened(new SessionEntered(deciding.Now, message));
            Open(deciding, message);
        }

        deciding.Reply(new EnterReply(refusal is null, refusal));
    }

    /// <summary>Its actor need not be told at once: the list shows it, and whatever else it is sent comes behind.</summary>
    private static void Open(Deciding<EndpointState, EndpointEvent> deciding, EnterSession message)
    {
        var endpoint = deciding.Context.Self.Key;
        var name = endpoint.Split('/');
        var session = new OpenSession(
            name[0], name[1], message.User, message.RemoteAddress, message.Client, message.Node, message.Incarnation, deciding.Now);
        deciding.Show(ViewNames.Session, message.SessionId, endpoint, SessionBehavior.Open, session.Row(message.SessionId, closingReason: null));
        deciding.SendUnhurried(ActorId.Session(message.SessionId), session);
    }

    private static void CloseSessions(Deciding<EndpointState, EndpointEvent> deciding, Func<EnterSession, bool> which, string reason)
    {
        foreach (var session in deciding.State.Sessions.Values.Where(which).OrderBy(session => session.SessionId, StringComparer.Ordinal))
        {
            deciding.Send(ActorId.Session(session.SessionId), new CloseSession(reason, Self, ""));
        }
    }
}
