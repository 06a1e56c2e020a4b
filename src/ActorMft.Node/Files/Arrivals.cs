using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Files;

/// <summary>
/// Turns files in our own endpoints into arrivals: the version is pinned, once per flow, and the flows are told. Only when that is
/// durable may anybody be told that the file was taken.
/// </summary>
internal sealed partial class Arrivals(FileStore store, ICatalog catalog, IMessenger messenger, TimeProvider time, ILogger<Arrivals> logger)
{
    /// <summary>The flows of an endpoint that a file is for.</summary>
    /// <param name="organization">The endpoint's organization.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="arrives">The trigger's rule, by the flow's source.</param>
    public IReadOnlyList<CatalogEntry> FlowsFor(string organization, string endpoint, Func<FlowSource, bool> arrives) =>
        [.. catalog.Current.FlowsFrom(organization, endpoint).Where(entry => arrives(((FlowSpec)entry.Spec).Source))];

    /// <summary>The flows of an endpoint whose source a path is in, whatever their triggers say of it.</summary>
    public IEnumerable<FlowSpec> FlowsInto(string organization, string endpoint, string path) =>
        FlowsFor(organization, endpoint, source => FlowTrigger.RelativePath(source, path) is not null).Select(entry => (FlowSpec)entry.Spec);

    /// <summary>Pins a file and tells the flows, in one transaction. Durable when it returns; if it throws, nothing arrived.</summary>
    /// <param name="flows">From <see cref="FlowsFor"/>.</param>
    /// <param name="file">The file's path in the endpoint, and who brought it.</param>
    /// <param name="pin">Pins the version under an arrival's id.</param>
    /// <param name="createId">Makes an arrival's id from the flow's name: the same again when the same arrival may be told twice.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <exception cref="FileStoreException">The store refused.</exception>
    /// <exception cref="StoreException">The database refused, or can't be reached.</exception>
    public async Task RecordAsync(
        IReadOnlyList<CatalogEntry> flows,
        ArrivedFile file,
        Func<string, PinnedFile> pin,
        Func<string, string> createId,
        CancellationToken cancellationToken)
    {
        if (flows.Count == 0)
        {
            return;
        }

        var pins = new List<string>(flows.Count);
        try
        {
            var messages = await Task.Run(() => PinAll(flows, file, pin, createId, pins), cancellationToken);
            await messenger.SendPatientlyAsync(messages, time, cancellationToken);
        }
        catch (Exception exception)
        {
            LogNotTaken(file.Path, exception.Message);
            if (!MayHaveArrived(exception))
            {
                pins.ForEach(store.Unpin);
            }

            throw;
        }
    }

    /// <summary>The id of a new arrival.</summary>
    public string NewId() => DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N"));

    private static List<OutgoingMessage> PinAll(
        IReadOnlyList<CatalogEntry> flows, ArrivedFile file, Func<string, PinnedFile> pin, Func<string, string> createId, List<string> pins)
    {
        var messages = new List<OutgoingMessage>(flows.Count);
        foreach (var flow in flows)
        {
            var id = createId(flow.Spec.Name);
            var pinned = pin(id);
            if (pinned.IsNew)
            {
                pins.Add(id);
            }

            var identity = new FileIdentity(pinned.Inode, pinned.Size, pinned.ModifiedAt);
            messages.Add(new OutgoingMessage(
                ActorId.Flow(flow.Spec.Organization ?? "", flow.Spec.Name).ToEntityId(),
                new FileArrived(id, flow.Revision, file.Path, identity, Pinned: true, file.User, file.SessionId),
                "arrival/" + id));
        }

        return messages;
    }

    /// <summary>A lost answer to a commit: the pin is kept, and swept some time later if nothing arrived after all.</summary>
    private static bool MayHaveArrived(Exception exception) =>
        exception is StoreException { OutcomeUnknown: true } or OperationCanceledException;

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "'{Path}' was not taken over and is not acknowledged: {Reason}")]
    private partial void LogNotTaken(string path, string reason);
}
