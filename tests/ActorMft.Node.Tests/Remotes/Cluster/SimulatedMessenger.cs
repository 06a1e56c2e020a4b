using ActorMft.Actors;

namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>A node's way to the pool: it may be cut, lose messages or only their answers, and stands still while the node is frozen.</summary>
internal sealed class SimulatedMessenger(SimulatedPool pool, SimulatedMember member, Chance chance) : IMessenger
{
    public async ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await SendAsync(message.To, message.Message, null, cancellationToken);
        }
    }

    public async ValueTask SendAsync(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        await HandleAsync(message, cancellationToken);

    public async ValueTask<TReply> AskAsync<TReply>(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        (TReply)(await HandleAsync(message, cancellationToken))!;

    private async Task<object?> HandleAsync(object message, CancellationToken cancellationToken)
    {
        await member.RunningAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (member.IsCut || chance.Of(2))
        {
            throw new StoreException(StoreFailure.Unavailable, "The message did not arrive.");
        }

        var reply = pool.Handle(message);
        await member.RunningAsync();
        return chance.Of(2) ? throw new StoreException(StoreFailure.Unavailable, "The answer was lost.") { OutcomeUnknown = true } : reply;
    }
}
