namespace ActorMft.Actors;

/// <summary>One entry of an entity's log.</summary>
/// <param name="Sequence">1, 2, 3... without gaps.</param>
/// <param name="Epoch">The epoch of the shard when it was written; never goes down along a log.</param>
/// <param name="Type">The registered name of the event's type.</param>
/// <param name="MessageId">The message that caused it.</param>
/// <param name="Payload">The event.</param>
/// <param name="Json">The event as stored.</param>
public sealed record StoredEvent(
    long Sequence,
    long Epoch,
    string Type,
    DateTimeOffset At,
    string MessageId,
    object Payload,
    string Json);
