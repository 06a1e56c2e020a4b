using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Files;

/// <summary>
/// Drops pins that no arrival stands behind: made for uploads that were never acknowledged, because the node ended or lost its
/// database in between. A pin that was made just now may be about to be acknowledged, by this node or by another one.
/// </summary>
internal sealed partial class PinSweep(FileStore store, ICatalog catalog, IMessenger messenger, ILogger<PinSweep> logger)
{
    /// <summary>Far longer than any CLOSE waits for its acknowledgement (<see cref="DurableSend.Patience"/>).</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromMinutes(15);

    /// <summary>Asks every flow what it awaits, after everything that was sent to it before, and drops the rest.</summary>
    /// <param name="age">Only pins that are at least so old; zero only while nobody can be about to acknowledge one.</param>
    /// <returns>How many pins were dropped.</returns>
    /// <exception cref="StoreException">The database can't be reached; nothing was dropped.</exception>
    public async Task<int> RunAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var pins = age == TimeSpan.Zero ? store.ListPins() : store.ListPins(age);
        var staged = store.ListStaged();
        if (pins.Count == 0 && staged.Count == 0)
        {
            return 0;
        }

        var awaited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var flow in catalog.Current.Entries.Select(entry => entry.Spec).OfType<FlowSpec>())
        {
            var id = ActorId.Flow(flow.Organization ?? "", flow.Name).ToEntityId();
            var reply = await messenger.AskAsync<ArrivalsReply>(id, new ReadArrivals(), requestId: null, cancellationToken);
            awaited.UnionWith(reply.ArrivalIds);
        }

        var forgotten = pins.Where(pin => !awaited.Contains(pin)).ToList();
        foreach (var pin in forgotten)
        {
            store.Unpin(pin);
            LogDropped(pin);
        }

        foreach (var name in staged)
        {
            // A transfer ends before its arrival does, so nobody writes these any more.
            if (name.Split('.') is [var arrivalId, var transferId] && !awaited.Contains(arrivalId))
            {
                store.DropStaged(arrivalId, transferId);
            }
        }

        return forgotten.Count;
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Dropped the pin {Pin}: it was made for an upload that was never acknowledged")]
    private partial void LogDropped(string pin);
}
