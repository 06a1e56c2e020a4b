namespace ActorMft.Actors;

/// <summary>Sends messages to entities from outside of a decision.</summary>
public interface IMessenger
{
    /// <summary>Delivers all messages in one transaction: when it returns, that they are stored, or handled already, is durable.</summary>
    /// <exception cref="StoreException">Not delivered, or (<see cref="StoreException.OutcomeUnknown"/>) nobody knows.</exception>
    ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>Delivers one message: when it returns, that it is stored, or handled already, is durable.</summary>
    /// <exception cref="StoreException">Not delivered, or (<see cref="StoreException.OutcomeUnknown"/>) nobody knows.</exception>
    ValueTask SendAsync(EntityId to, object message, string? requestId, CancellationToken cancellationToken);

    /// <summary>
    /// Sends and waits for the answer. The same request id gives the same answer and one effect for
    /// <see cref="ActorNodeOptions.RequestRetention"/>; after a failure, ask again with the same id.
    /// </summary>
    /// <param name="requestId">Null: an id of its own, for which a repetition is another request.</param>
    /// <exception cref="StoreException">The store failed; ask again with the same request id.</exception>
    /// <exception cref="RequestFailedException">The message became a dead letter.</exception>
    ValueTask<TReply> AskAsync<TReply>(EntityId to, object message, string? requestId, CancellationToken cancellationToken);
}
