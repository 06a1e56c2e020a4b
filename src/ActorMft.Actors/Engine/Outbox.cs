using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Sends messages from outside of decisions, and waits for answers.</summary>
/// <param name="tryHand">Hands a message to the runner of its shard, when this node has it; false when it has to be stored.</param>
internal sealed class Outbox(
    EngineParts parts, Func<HandedMessage, ShardLease?, bool> tryHand, Action<IReadOnlyCollection<int>> wake, CancellationToken closed)
{
    /// <summary>How often a waiter looks for itself; another node's answer or a lost wake is seen then.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    internal async ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, ShardLease? fence, CancellationToken cancellationToken)
    {
        if (messages is [var only])
        {
            await DeliverAsync(Encode(only), isNewRequest: false, fence, cancellationToken);
        }
        else if (messages.Count > 0)
        {
            await StoreAsync([.. messages.Select(Encode)], fence, cancellationToken);
        }
    }

    internal async ValueTask<TReply> AskAsync<TReply>(
        EntityId to,
        object message,
        string? requestId,
        ShardLease? fence,
        CancellationToken cancellationToken)
    {
        string id = requestId ?? parts.Options.NewId();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        RequestWaiter waiter = parts.Waiters.Add(id);
        try
        {
            bool look = !await DeliverAsync(Encode(new OutgoingMessage(to, message, id)), isNewRequest: requestId is null, fence, cancellationToken);
            while (true)
            {
                if (!look)
                {
                    await waiter.Changed.WaitAsync(LookEvery, stop.Token);
                }

                look = false;
                cancellationToken.ThrowIfCancellationRequested();
                ThrowIfClosed();
                RequestRow? row = waiter.Answered ?? await parts.Store.ReadRequestAsync(id, cancellationToken);
                switch (row?.Status)
                {
                    case RequestStatus.Answered:
                        return Reply<TReply>(to, row);
                    case RequestStatus.Failed:
                        throw new RequestFailedException($"{to} could not handle the request {id}: {row.Error}");
                    case null:
                        throw new RequestFailedException($"{to} did not answer the request {id} while it was remembered.");
                }
            }
        }
        finally
        {
            parts.Waiters.Remove(id, waiter);
        }
    }

    private TReply Reply<TReply>(EntityId to, RequestRow row)
    {
        object reply = parts.Codec.Decode(row.Reply!.Value);
        return reply is TReply typed
            ? typed
            : throw new InvalidCastException($"{to} answered the request {row.RequestId} with {reply.GetType()}, not {typeof(TReply)}.");
    }

    private MessageRow Encode(OutgoingMessage message) =>
        new(parts.Shards.ShardOf(message.To), parts.Options.NewId(), message.To, parts.Codec.Encode(message.Message), message.RequestId);

    /// <summary>Hands the message over where this node runs its shard, or else, or when it comes back, stores it.</summary>
    /// <returns>False: the request is known.</returns>
    private async Task<bool> DeliverAsync(MessageRow row, bool isNewRequest, ShardLease? fence, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        HandedMessage message = new(row, isNewRequest);
        return (tryHand(message, fence) && await message.Outcome) || await StoreAsync([row], fence, cancellationToken) > 0;
    }

    private async Task<int> StoreAsync(MessageRow[] rows, ShardLease? fence, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        int stored = await parts.Store.SendAsync(rows, fence, cancellationToken);
        wake(rows.Select(static row => row.Shard).ToHashSet());
        return stored;
    }

    private void ThrowIfClosed()
    {
        if (closed.IsCancellationRequested)
        {
            throw new StoreException(StoreFailure.Closed, $"The node {parts.Options.Name} has stopped.");
        }
    }
}
