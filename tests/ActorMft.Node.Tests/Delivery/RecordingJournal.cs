using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;

namespace ActorMft.Node.Tests.Delivery;

/// <summary>A transfer that agrees to everything, unless told otherwise, and remembers what it was told.</summary>
internal sealed class RecordingJournal : IDeliveryJournal
{
    public List<string> Steps { get; } = [];

    public AttemptReply OnStarted { get; set; } = new(Continue: true, DeliveryStage.Part, FinalPath: null, Reason: null);

    public Func<AttemptReply> OnPartCompleted { get; set; } = () => new(Continue: true, DeliveryStage.Renaming, FinalPath: null, Reason: null);

    public ValueTask<AttemptReply> StartedAsync(long resumedAt, CancellationToken cancellationToken)
    {
        Steps.Add($"started at {resumedAt}");
        return ValueTask.FromResult(OnStarted);
    }

    public ValueTask<AttemptReply> PartCompletedAsync(string finalPath, long bytesSent, CancellationToken cancellationToken)
    {
        Steps.Add($"part of {finalPath} whole, {bytesSent} sent");
        return ValueTask.FromResult(OnPartCompleted());
    }
}
