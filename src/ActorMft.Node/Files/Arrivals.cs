using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using ActorMft.Sftp.Local;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Files;

/// <summary>
/// Turns files in our own endpoints into arrivals: the version is pinned, once per flow, and the flows are told. Only when that is
/// durable may anybody be told that the file was taken.
/// </summary>
internal sealed partial class Arrivals(FileStore store, ICatalog catalog, IMessenger messenger, TimeProvider time, ILogger<Arrivals> logger)
{
    /// <summary>The flows of an endpoint whose source a path is in, whatever their triggers say of it.</summary>
    public IEnumerable<FlowSpec> FlowsInto(string organization, string endpoint, string path) => catalog.Current.FlowsFrom(organization, endpoint)
        .Select(entry => (FlowSpec)entry.Spec)
        .Where(flow => FlowTrigger.RelativePath(flow.Source, path) is not null);

    /// <summary>What a complete file brings: itself to the flows that it is for, and to others the data files whose trigger file it is.</summary>
    /// <param name="organization">The endpoint's organization.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="path">Absolute in the endpoint.</param>
    /// <param name="arrives">The trigger's rule for the file itself, by the flow's source.</param>
    public IReadOnlyList<Arriving> Find(string organization, string endpoint, string path, Func<FlowSource, TriggerFiles, bool> arrives)
    {
        var found = new List<Arriving>();
        var files = new TriggerFiles(store, organization, endpoint);
        foreach (var flow in catalog.Current.FlowsFrom(organization, endpoint))
        {
            if (arrives(((FlowSpec)flow.Spec).Source, files))
            {
                found.Add(files.Arriving(flow, path));
            }
            else
            {
                found.AddRange(files.TriggeredBy(flow, path));
            }
        }

        return found;
    }

    /// <summary>Whether a flow with a trigger file has to know when an upload to the path is complete.</summary>
    public bool Awaits(string organization, string endpoint, string path) => FlowsInto(organization, endpoint, path)
        .Select(flow => flow.Source)
        .Any(source => FlowTrigger.TemplateOf(source) is not null && (FlowTrigger.IsEligible(source, path) || FlowTrigger.IsTriggerFile(source, path)));

    /// <summary>Pins the files and tells the flows, in one transaction. Durable when it returns; if it throws, nothing arrived.</summary>
    /// <param name="arriving">From <see cref="Find"/>.</param>
    /// <param name="by">Who brought them.</param>
    /// <param name="pin">Pins the version of an arriving file under an id.</param>
    /// <param name="createId">Makes an arrival's id: the same again when the same arrival may be told twice.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <exception cref="FileStoreException">The store refused.</exception>
    /// <exception cref="StoreException">The database refused, or can't be reached.</exception>
    public async Task RecordAsync(
        IReadOnlyList<Arriving> arriving,
        Bringer by,
        Func<Arriving, string, PinnedFile> pin,
        Func<Arriving, string> createId,
        CancellationToken cancellationToken)
    {
        if (arriving.Count == 0)
        {
            return;
        }

        var pins = new List<string>(arriving.Count);
        try
        {
            var messages = await BlockingWork.RunAsync(() => PinAll(arriving, by, pin, createId, pins));
            await messenger.SendPatientlyAsync(messages, time, cancellationToken);
        }
        catch (Exception exception)
        {
            LogNotTaken(arriving[0].Path, exception.Message);
            if (!MayHaveArrived(exception))
            {
                pins.ForEach(store.Unpin);
            }

            throw;
        }
    }

    /// <summary>The id of a new arrival.</summary>
    public string NewId() => DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N"));

    /// <summary>
    /// The id of an upload's arrival. The closes of a data file and of its trigger file may each see the other as complete and tell the
    /// same arrival, so its id is made of both files and not of the moment.
    /// </summary>
    /// <param name="inode">The data file's.</param>
    public string IdOf(Arriving arriving, ulong inode)
    {
        if (arriving.Trigger is not { } trigger)
        {
            return NewId();
        }

        var flow = $"{arriving.Flow.Spec.Organization}/{arriving.Flow.Spec.Name}";
        return DerivedId.Create(trigger.File.ModifiedAt, $"trigger {flow} {arriving.Path} {inode} {arriving.TriggerMark}");
    }

    private static List<OutgoingMessage> PinAll(
        IReadOnlyList<Arriving> arriving, Bringer by, Func<Arriving, string, PinnedFile> pin, Func<Arriving, string> createId, List<string> pins)
    {
        var messages = new List<OutgoingMessage>(arriving.Count);
        foreach (var file in arriving)
        {
            var id = createId(file);
            var pinned = pin(file, id);
            if (pinned.IsNew)
            {
                pins.Add(id);
            }

            var identity = new FileIdentity(pinned.Inode, pinned.Size, pinned.ModifiedAt);
            messages.Add(new OutgoingMessage(
                ActorId.Flow(file.Flow.Spec.Organization ?? "", file.Flow.Spec.Name).ToEntityId(),
                new FileArrived(id, file.Flow.Revision, file.Path, identity, Pinned: true, by.User, by.SessionId, file.Trigger),
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
