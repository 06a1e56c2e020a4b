using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>Counts the failed attempts of one shard's messages.</summary>
internal sealed partial class FailedInputs(EngineParts parts, ShardLease lease)
{
    private readonly ILogger _logger = parts.LoggerFactory.CreateLogger<ShardRunner>();

    /// <returns>False: the shard has another owner.</returns>
    internal async Task<bool> RecordAsync(Input input, Exception exception)
    {
        if (input.Handed is not null)
        {
            // Its sender stores it now, and its attempts are counted from then on.
            return true;
        }

        FailedAttempt attempt = new(
            lease,
            input.InboxSequence,
            input.TimerName is { } name ? new TimerKey(input.Entity, name) : null,
            input.MessageId,
            exception.ToString(),
            parts.Options.MaxAttempts,
            parts.Options.RequestRetention);
        AttemptOutcome outcome = await parts.Store.RecordFailureAsync(attempt, CancellationToken.None);
        switch (outcome)
        {
            case AttemptOutcome.Counted:
                LogAttemptFailed(exception, input.Entity, input.Message.Type, input.MessageId, input.Attempts + 1, parts.Options.MaxAttempts);
                break;
            case AttemptOutcome.DeadLettered:
                LogDeadLetter(exception, input.Entity, input.Message.Type, input.MessageId);
                if (input.RequestId is not null)
                {
                    parts.Waiters.Tell(input.RequestId);
                }

                break;
        }

        return outcome != AttemptOutcome.Fenced;
    }

    [LoggerMessage(113, LogLevel.Warning, "{Entity} could not handle {Type} {MessageId} (attempt {Attempt} of {Limit}).")]
    private partial void LogAttemptFailed(Exception exception, EntityId entity, string type, string messageId, int attempt, int limit);

    [LoggerMessage(114, LogLevel.Error, "{Entity} could not handle {Type} {MessageId} in any attempt; it is a dead letter now and the entity goes on.")]
    private partial void LogDeadLetter(Exception exception, EntityId entity, string type, string messageId);
}
