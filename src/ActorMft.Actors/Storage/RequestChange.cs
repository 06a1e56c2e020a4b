namespace ActorMft.Actors.Storage;

/// <summary>A request whose message was handled.</summary>
/// <param name="Reply">Null: handled without an answer. The first answer stands.</param>
/// <param name="IsFirst">Whether the commit handles the request's own message, so that no answer can have been before.</param>
public sealed record RequestChange(string RequestId, EncodedMessage? Reply, bool IsFirst = false)
{
    /// <summary>How far the request is with it.</summary>
    public RequestStatus Status => Reply is null ? RequestStatus.Handled : RequestStatus.Answered;
}
