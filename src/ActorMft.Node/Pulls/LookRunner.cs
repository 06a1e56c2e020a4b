using System.Collections.Concurrent;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Pulls;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Engine;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Pulls;

/// <summary>The work of looking at sources, and of forgetting what is not there any more.</summary>
internal sealed partial class LookRunner(EndpointOpener endpoints, TakenMemory memory, TimeProvider time, ILogger<LookRunner> logger) : IWorkRunner
{
    private const int ForgetAtOnce = 500;

    /// <summary>Reading all of a memory of millions at each look would cost more than the look.</summary>
    private static readonly TimeSpan _pruneEvery = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _pruned = new(StringComparer.Ordinal);

    public Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken) => work.Payload switch
    {
        LookAtSource look => LookAsync(work.Owner, look, messenger, cancellationToken),
        ForgetAllTaken forget => ForgetAllAsync(work.Owner, forget, messenger, cancellationToken),
        _ => throw new InvalidOperationException($"A look runner can't run a {work.Payload.GetType().Name}."),
    };

    private async Task LookAsync(EntityId owner, LookAtSource look, IMessenger messenger, CancellationToken cancellationToken)
    {
        // What an earlier look told the flow is in its memory when this is answered.
        await messenger.AskAsync<FlowReached>(ActorId.Flow(look.Organization, look.Flow).ToEntityId(), new ReachFlow(), requestId: null, cancellationToken);
        var counts = new LookCounts();
        string? error = null;
        var isTransient = true;
        try
        {
            await using var access = await endpoints.OpenAsync(look.Organization, look.Source.Endpoint, look.Flow, cancellationToken);
            var source = new SourceLook(look, access, memory, messenger, time);
            counts = source.Counts;
            error = await LookAsync(owner, look, source, access, messenger, cancellationToken);
        }
        catch (DeliveryException exception)
        {
            error = exception.Message;
            isTransient = exception.IsTransient;
        }

        if (error is not null)
        {
            LogProblem(look.Organization, look.Flow, error);
        }

        var outcome = new LookOutcome(look.StartedAt, time.GetUtcNow(), counts.Matched, counts.Taken, counts.Unsettled, error);
        await messenger.SendAsync(owner, new LookEnded(look.Revision, look.Attempt, outcome, isTransient), $"look/{look.LookId}/ended", cancellationToken);
    }

    /// <returns>What was wrong, as a sentence, or null.</returns>
    private async Task<string?> LookAsync(
        EntityId owner, LookAtSource look, SourceLook source, IEndpointAccess access, IMessenger messenger, CancellationToken cancellationToken)
    {
        try
        {
            await source.RunAsync(cancellationToken);
            if (source.IsComplete)
            {
                await PruneAsync(owner, look, source.Listed, messenger, cancellationToken);
            }

            return source.Problem;
        }
        catch (SftpException exception)
        {
            access.Break();
            throw new DeliveryException($"Looking for files in '{look.Source.Path}' at {look.Source.Endpoint} failed: {exception.Message}", isTransient: true, exception);
        }
        catch (Exception exception) when (exception is not DeliveryException)
        {
            access.Break();
            throw;
        }
    }

    /// <summary>A source that is quite empty may be a share that isn't mounted; what was taken from it is remembered.</summary>
    private async Task PruneAsync(EntityId owner, LookAtSource look, ListedFiles listed, IMessenger messenger, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (listed.Count == 0 || (_pruned.TryGetValue(owner.Key, out var last) && time.GetElapsedTime(last, now) < _pruneEvery))
        {
            return;
        }

        await foreach (var page in memory.PagesAsync(look.Organization, look.Flow, cancellationToken))
        {
            await ForgetAsync(owner, [.. page.Where(id => !listed.Contains(id))], messenger, cancellationToken);
        }

        _pruned[owner.Key] = now;
    }

    private async Task ForgetAllAsync(EntityId owner, ForgetAllTaken forget, IMessenger messenger, CancellationToken cancellationToken)
    {
        await messenger.AskAsync<FlowReached>(ActorId.Flow(forget.Organization, forget.Flow).ToEntityId(), new ReachFlow(), requestId: null, cancellationToken);
        await foreach (var page in memory.PagesAsync(forget.Organization, forget.Flow, cancellationToken))
        {
            await ForgetAsync(owner, page, messenger, cancellationToken);
        }

        await messenger.SendAsync(owner, new AllTakenForgotten(), requestId: null, cancellationToken);
    }

    private static async Task ForgetAsync(EntityId owner, IReadOnlyList<string> ids, IMessenger messenger, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Chunk(ForgetAtOnce))
        {
            await messenger.SendAsync(owner, new ForgetTaken(some), requestId: null, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 3320, Level = LogLevel.Warning, Message = "Looking for files of flow {Organization}/{Flow}: {Problem}")]
    private partial void LogProblem(string organization, string flow, string problem);
}
