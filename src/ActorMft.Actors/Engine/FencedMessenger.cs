using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>The messenger of a work's run: refuses once this node does not have the work's shard any more.</summary>
internal sealed class FencedMessenger(Outbox outbox, ShardLease lease) : IMessenger
{
    public ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        outbox.SendAsync(messages, lease, cancellationToken);

    public ValueTask SendAsync(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        outbox.SendAsync([new OutgoingMessage(to, message, requestId)], lease, cancellationToken);

    public ValueTask<TReply> AskAsync<TReply>(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        outbox.AskAsync<TReply>(to, message, requestId, lease, cancellationToken);
}
