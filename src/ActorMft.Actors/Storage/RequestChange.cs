namespace ActorMft.Actors.Storage;

/// <summary>A request whose message was handled.</summary>
/// <param name="Reply">Null: handled without an answer. The first answer stands.</param>
public sealed record RequestChange(string RequestId, EncodedMessage? Reply);
