using ActorMft.Domain.Transfers;

namespace ActorMft.Node.Delivery;

/// <summary>The transfer's say in its delivery: what is asked here is durable when it is answered.</summary>
internal interface IDeliveryJournal
{
    /// <summary>Bytes are about to flow from an offset (bytes from the file's start).</summary>
    ValueTask<AttemptReply> StartedAsync(long resumedAt, CancellationToken cancellationToken);

    /// <summary>The part is whole, flushed and of the right size; may it be renamed?</summary>
    ValueTask<AttemptReply> PartCompletedAsync(string finalPath, long bytesSent, CancellationToken cancellationToken);
}
