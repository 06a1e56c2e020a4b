namespace ActorMft.Actors;

/// <summary>An answer to a request that was left open; the first answer to a request stands.</summary>
/// <param name="RequestId">From <see cref="DecisionContext.RequestId"/> of the earlier decision.</param>
public sealed record LaterReply(string RequestId, object Reply);
