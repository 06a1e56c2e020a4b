namespace ActorMft.Actors.Storage;

/// <summary>A started work.</summary>
/// <param name="StartId">Made when it was started; a work started anew under the same key has another.</param>
public sealed record WorkRow(
    WorkKey Key,
    string StartId,
    EncodedMessage Payload,
    DateTimeOffset StartedAt);
