using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>One caller that waits for the answer to a request.</summary>
internal sealed class RequestWaiter(TimeProvider time)
{
    private volatile RequestRow? _answered;

    /// <summary>Set when there may be an answer.</summary>
    internal Signal Changed { get; } = new(time);

    /// <summary>The request when this node committed its first answer; else it has to be looked up in the store.</summary>
    internal RequestRow? Answered => _answered;

    internal void Tell(RequestChange? change)
    {
        if (change is { IsFirst: true, Reply: not null })
        {
            _answered = new RequestRow(change.RequestId, RequestStatus.Answered, change.Reply, null);
        }

        Changed.Set();
    }
}
