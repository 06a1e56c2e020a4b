using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Files;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Delivery;

/// <summary>The work of a flow after all targets have a file: the source is removed or kept, and its pin dropped.</summary>
internal sealed partial class ReleaseRunner(FileStore store, EndpointOpener endpoints, ILogger<ReleaseRunner> logger) : IWorkRunner
{
    private const string Replaced = "it was replaced, renamed or removed by then";

    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        var release = (ReleaseSource)work.Payload;
        var released = release.Pinned
            ? await Task.Run(() => Release(release), cancellationToken)
            : await ReleaseElsewhereAsync(release, cancellationToken);
        if (released.Reason is not null)
        {
            LogNotDeleted(release.Path, release.Organization, release.Flow, released.Reason);
        }

        await messenger.SendAsync(work.Owner, released, "released/" + release.ArrivalId, cancellationToken);
    }

    /// <summary>Of one of our own endpoints, whose files are in the store.</summary>
    private SourceReleased Release(ReleaseSource release)
    {
        var endpoint = store.OpenEndpoint(release.Organization, release.Endpoint);
        if (release.Trigger is { } trigger)
        {
            store.DeleteTrigger(endpoint, trigger, release.ArrivalId);
        }

        if (!release.Delete)
        {
            store.Unpin(release.ArrivalId);
            return new SourceReleased(release.ArrivalId, Deleted: false, Reason: null);
        }

        var deleted = store.Delete(endpoint, release.Path, release.ArrivalId);
        return new SourceReleased(release.ArrivalId, deleted, deleted ? null : Replaced);
    }

    /// <summary>A source that can't be reached now is waited for; one that refuses is left as it is, and the timeline says so.</summary>
    private async Task<SourceReleased> ReleaseElsewhereAsync(ReleaseSource release, CancellationToken cancellationToken)
    {
        SourceFate? fate = null;
        string? reason = null;
        if (release.Delete || release.Trigger is not null)
        {
            try
            {
                fate = await CleanAsync(release, cancellationToken);
                reason = fate is SourceFate.Gone or SourceFate.Replaced ? Replaced : null;
            }
            catch (DeliveryException exception) when (!exception.IsTransient)
            {
                reason = exception.Message;
            }
            catch (SftpException exception) when (!exception.IsTransient)
            {
                reason = $"{release.Endpoint} refused to remove it: {exception.Message}";
            }
        }

        store.Unpin(release.ArrivalId);
        return new SourceReleased(release.ArrivalId, fate == SourceFate.Removed, reason, Gone: fate == SourceFate.Gone);
    }

    /// <summary>Null when the source is to be kept.</summary>
    private async Task<SourceFate?> CleanAsync(ReleaseSource release, CancellationToken cancellationToken)
    {
        await using var source = await endpoints.OpenAsync(release.Organization, release.Endpoint, release.Flow, cancellationToken);
        var cleaning = new SourceCleaning(source, release.ArrivalId);
        try
        {
            if (release.Trigger is { } trigger)
            {
                await cleaning.RemoveIfSameAsync(trigger.Path, trigger.File, cancellationToken);
            }

            return release.Delete ? await cleaning.RemoveIfSameAsync(release.Path, release.File, cancellationToken) : null;
        }
        catch (Exception exception) when (exception is not SftpException { IsTransient: false })
        {
            source.Break();
            throw;
        }
    }

    [LoggerMessage(EventId = 3310, Level = LogLevel.Information, Message = "'{Path}' of flow {Organization}/{Flow} was not removed after its delivery: {Reason}")]
    private partial void LogNotDeleted(string path, string organization, string flow, string reason);
}
