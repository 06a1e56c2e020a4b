using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.FileChanges;
using ActorMft.Node.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Management;

/// <summary>Puts what connector operations change into the audit, also when they fail. It is there for good before the caller gets an answer.</summary>
internal sealed partial class ConnectorAudit(IMessenger messenger, TimeProvider time, ILogger<ConnectorAudit> logger)
{
    /// <summary>Does an operation and tells of it.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="path">The file, as it was asked for.</param>
    /// <param name="participle">What is done, <c>Created</c> for example.</param>
    /// <param name="operation">Does it, and says as a phrase what came of it.</param>
    public async Task<IResult> RunAsync(
        (string Organization, string Name) endpoint, Requester by, string path, string participle, Func<Task<(IResult Answer, string Outcome)>> operation)
    {
        IResult answer;
        string outcome;
        try
        {
            (answer, outcome) = await operation();
        }
        catch (Exception exception)
        {
            await TellFailureAsync(endpoint, by, path, $"fileNot{participle}", exception is OperationCanceledException ? "the caller broke off" : exception.Message);
            throw;
        }

        try
        {
            await TellAsync(endpoint, by, $"file{participle}", outcome);
        }
        catch (StoreException exception)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable,
                $"The file was {participle.ToLowerInvariant()} ({outcome}), but that could not be put into the audit, because the database can't be used now: {exception.Message}");
        }

        return answer;
    }

    private async Task TellFailureAsync((string Organization, string Name) endpoint, Requester by, string path, string action, string reason)
    {
        try
        {
            await TellAsync(endpoint, by, action, $"'{path}': {reason}");
        }
        catch (StoreException exception)
        {
            // Nothing has changed, and why is what the caller has to know.
            LogNotTold(endpoint.Organization, endpoint.Name, action, path, exception.Message);
        }
    }

    private async Task TellAsync((string Organization, string Name) endpoint, Requester by, string action, string detail)
    {
        var id = DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var change = new RecordFileChange(endpoint.Organization, endpoint.Name, by.Actor, by.From, action, detail);
        await messenger.SendAsync(ActorId.FileChange(id).ToEntityId(), change, requestId: null, CancellationToken.None);
    }

    [LoggerMessage(EventId = 3610, Level = LogLevel.Warning, Message = "The audit could not be told of {Action} at {Organization}/{Endpoint} ('{Path}'): {Reason}")]
    private partial void LogNotTold(string organization, string endpoint, string action, string path, string reason);
}
