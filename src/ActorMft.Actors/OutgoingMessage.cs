namespace ActorMft.Actors;

/// <summary>A message on its way.</summary>
/// <param name="RequestId">Makes it idempotent: a second message with the same id is not stored. Null: every call is a message of its own.</param>
/// <param name="CanWait">
/// Nobody is woken for it: it is handled with whatever comes next to its receiver's shard, or else within a second. Of no effect on one that
/// comes from outside of a decision.
/// </param>
public sealed record OutgoingMessage(EntityId To, object Message, string? RequestId = null, bool CanWait = false);
