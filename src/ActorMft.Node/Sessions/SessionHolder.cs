using ActorMft.Actors;
using ActorMft.Domain.Sessions;

namespace ActorMft.Node.Sessions;

/// <summary>
/// The works of a session actor. <see cref="HoldSession"/> runs as long as the connection is open, and reports its end where the connection
/// couldn't; started where there is no such connection, the node that held it was lost. <see cref="EndConnection"/> closes the connection with a reason.
/// </summary>
/// <param name="registry">The connections of this node.</param>
/// <param name="messenger">The node's own: the end is reported also when the work isn't its any more.</param>
internal sealed class SessionHolder(SessionRegistry registry, IMessenger messenger) : IWorkRunner
{
    private const string NodeLost = "the connection ended before it learned of its place, or the node that held it was lost";
    private const string ClosedByServer = "The server closed the session. Connect again.";

    public Task RunAsync(WorkItem work, IMessenger workMessenger, CancellationToken cancellationToken) => work.Payload switch
    {
        HoldSession hold => HoldAsync(work.Owner, hold.SessionId, cancellationToken),
        EndConnection end => registry.Get(end.SessionId)?.CloseAsync(end.Reason).AsTask() ?? Task.CompletedTask,
        _ => throw new InvalidOperationException($"A session holder can't run a {work.Payload.GetType().Name}."),
    };

    private async Task HoldAsync(EntityId owner, string sessionId, CancellationToken cancellationToken)
    {
        if (registry.Get(sessionId) is not { } session)
        {
            await ReportAsync(owner, new SessionEnded(NodeLost, BytesIn: 0, BytesOut: 0));
            return;
        }

        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(cancelled.SetResult))
        {
            await Task.WhenAny(session.Ended, cancelled.Task);
        }

        if (!session.Ended.IsCompleted)
        {
            await session.CloseAsync(ClosedByServer);
        }

        if (!await session.IsReported)
        {
            await ReportAsync(owner, await session.EndAsync());
            registry.Remove(sessionId);
        }
    }

    private ValueTask ReportAsync(EntityId session, SessionEnded ended) =>
        messenger.SendAsync(session, ended, requestId: null, CancellationToken.None);
}
