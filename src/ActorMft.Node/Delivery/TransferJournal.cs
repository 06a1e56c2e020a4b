using ActorMft.Actors;
using ActorMft.Domain.Transfers;

namespace ActorMft.Node.Delivery;

/// <summary>One run's messages to its transfer actor.</summary>
internal sealed class TransferJournal(IMessenger messenger, EntityId transfer, int attempt, string node) : IDeliveryJournal
{
    private readonly string _run = Guid.NewGuid().ToString("N");
    private bool _hasStarted;

    /// <summary>The file is about to be read from its source, from an offset (bytes from the file's start).</summary>
    public ValueTask<AttemptReply> FetchStartedAsync(long resumedAt, CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return AskAsync(new FetchStarted(attempt, _run, node, resumedAt), cancellationToken);
    }

    public ValueTask<AttemptReply> StartedAsync(long resumedAt, CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return AskAsync(new AttemptStarted(attempt, _run, node, resumedAt), cancellationToken);
    }

    public ValueTask<AttemptReply> PartCompletedAsync(string finalPath, long bytesSent, CancellationToken cancellationToken) =>
        AskAsync(new PartCompleted(attempt, _run, node, finalPath, bytesSent), cancellationToken);

    public ValueTask<AttemptReply> DeliveredAsync(DeliveryResult result, CancellationToken cancellationToken) =>
        AskAsync(new Delivered(attempt, _run, node, result.FinalPath, result.Outcome, result.BytesSent), cancellationToken);

    public ValueTask<AttemptReply> FailedAsync(DeliveryException failure, long bytesSent, CancellationToken cancellationToken) =>
        AskAsync(new AttemptFailed(attempt, _hasStarted ? _run : "", node, failure.Message, failure.IsTransient, bytesSent, failure.StartOver, failure.SourceLost), cancellationToken);

    private ValueTask<AttemptReply> AskAsync(object message, CancellationToken cancellationToken) =>
        messenger.AskAsync<AttemptReply>(transfer, message, requestId: null, cancellationToken);
}
