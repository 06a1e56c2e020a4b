namespace ActorMft.Actors;

/// <summary>A message on its way.</summary>
/// <param name="RequestId">Makes it idempotent: a second message with the same id is not stored. Null: every call is a message of its own.</param>
public sealed record OutgoingMessage(EntityId To, object Message, string? RequestId = null);
