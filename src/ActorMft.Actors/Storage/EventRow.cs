namespace ActorMft.Actors.Storage;

/// <summary>One entry of an entity's log.</summary>
/// <param name="MessageId">The message that caused it.</param>
public sealed record EventRow(
    EntityId Entity,
    long Sequence,
    long Epoch,
    EncodedMessage Event,
    string MessageId,
    DateTimeOffset At);
