namespace ActorMft.Actors.Storage;

/// <summary>A stored message that waits for its entity.</summary>
/// <param name="Sequence">The order within the shard.</param>
/// <param name="Attempts">How often it has failed.</param>
public sealed record InboxRow(
    long Sequence,
    string MessageId,
    EntityId To,
    EncodedMessage Message,
    string? RequestId,
    int Attempts);
