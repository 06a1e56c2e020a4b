using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Node.Files;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Delivery;

/// <summary>The work of a flow after all targets have a file: the source is removed or kept, and its pin dropped.</summary>
internal sealed partial class ReleaseRunner(FileStore store, ILogger<ReleaseRunner> logger) : IWorkRunner
{
    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        var release = (ReleaseSource)work.Payload;
        var released = await Task.Run(() => Release(release), cancellationToken);
        await messenger.SendAsync(work.Owner, released, "released/" + release.ArrivalId, cancellationToken);
    }

    private SourceReleased Release(ReleaseSource release)
    {
        var deleted = false;
        string? reason = null;
        var endpoint = store.OpenEndpoint(release.Organization, release.Endpoint);
        if (release.Trigger is { } trigger)
        {
            store.DeleteTrigger(endpoint, trigger, release.ArrivalId);
        }

        if (release.Delete)
        {
            deleted = store.Delete(endpoint, release.Path, release.ArrivalId);
            reason = deleted ? null : "it was replaced, renamed or removed by then";
        }
        else
        {
            store.Unpin(release.ArrivalId);
        }

        if (reason is not null)
        {
            LogNotDeleted(release.Path, release.Organization, release.Flow, reason);
        }

        return new SourceReleased(release.ArrivalId, deleted, reason);
    }

    [LoggerMessage(EventId = 3310, Level = LogLevel.Information, Message = "'{Path}' of flow {Organization}/{Flow} was not removed after its delivery: {Reason}")]
    private partial void LogNotDeleted(string path, string organization, string flow, string reason);
}
