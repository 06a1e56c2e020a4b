namespace ActorMft.Actors.Storage;

/// <summary>A request as stored.</summary>
/// <param name="Reply">Set when answered.</param>
/// <param name="Error">Set when failed.</param>
public sealed record RequestRow(string RequestId, RequestStatus Status, EncodedMessage? Reply, string? Error);
