namespace ActorMft.Actors.Storage;

/// <summary>A message to store.</summary>
/// <param name="Shard">The receiver's shard.</param>
/// <param name="RequestId">When a request with this id is known, the message is not stored.</param>
public sealed record MessageRow(
    int Shard,
    string MessageId,
    EntityId To,
    EncodedMessage Message,
    string? RequestId);
