using System.Globalization;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Resources;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Engine;
using ActorMft.Sftp;

namespace ActorMft.Node.Pulls;

/// <summary>
/// One look at a source: lists it, leaves out what was taken, waits until the rest keeps still, and tells the flow. The listing, the
/// memory and the waiting go through it in portions, so that a source of any size needs little memory.
/// </summary>
internal sealed class SourceLook(LookAtSource look, IEndpointAccess access, TakenMemory memory, IMessenger messenger, TimeProvider time)
{
    /// <summary>Files whose memory is read at once.</summary>
    private const int Page = 500;

    /// <summary>New files that are waited for together: each portion costs one pause.</summary>
    private const int Portion = 5000;

    /// <summary>New files that are told in one transaction.</summary>
    private const int Batch = 100;

    private readonly FlowSource _source = look.Source;
    private readonly SourceWalk _walk = new(access, look.Source);

    public LookCounts Counts { get; } = new();

    /// <summary>All files of the listing, whether they are for the flow or not.</summary>
    public ListedFiles Listed { get; } = new();

    /// <summary>What was left out and why, as a sentence; null when nothing was.</summary>
    public string? Problem => _walk.Problem;

    /// <summary>Whether what isn't in <see cref="Listed"/> isn't there.</summary>
    public bool IsComplete => _walk.IsComplete;

    /// <exception cref="DeliveryException">The source can't be listed.</exception>
    /// <exception cref="SftpException">The connection broke.</exception>
    /// <exception cref="StoreException">The database can't be reached.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var page = new List<FoundFile>(Page);
        var portion = new List<FoundFile>();
        await foreach (var (path, version) in _walk.FilesAsync(cancellationToken))
        {
            var id = TakenFile.IdOf(look.Organization, look.Flow, _source.Endpoint, path);
            Listed.Add(id);
            if (!FlowTrigger.IsEligible(_source, path))
            {
                continue;
            }

            Counts.Matched++;
            page.Add(new FoundFile(path, version, id));
            if (page.Count == Page)
            {
                portion.AddRange(await memory.NotTakenAsync(page, cancellationToken));
                page.Clear();
                if (portion.Count >= Portion)
                {
                    await TakeAsync(portion, cancellationToken);
                    portion.Clear();
                }
            }
        }

        portion.AddRange(await memory.NotTakenAsync(page, cancellationToken));
        await TakeAsync(portion, cancellationToken);
    }

    private async Task TakeAsync(List<FoundFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return;
        }

        if (FlowTrigger.TemplateOf(_source) is null)
        {
            await Task.Delay(_source.Settle ?? FlowSource.DefaultSettle, time, cancellationToken);
        }

        var oldestFirst = files.OrderBy(file => file.Version.ModifiedAt).ThenBy(file => file.Path, StringComparer.Ordinal);
        foreach (var batch in oldestFirst.Chunk(Batch))
        {
            // Asked for together: a far server's answers are waited for once, not a hundred times.
            var arrivals = await Task.WhenAll(batch.Select(file => LookAgainAsync(file, cancellationToken)));
            var messages = arrivals.OfType<FileArrived>()
                .Select(arrived => new OutgoingMessage(ActorId.Flow(look.Organization, look.Flow).ToEntityId(), arrived, "arrival/" + arrived.ArrivalId))
                .ToList();
            Counts.Taken += messages.Count;
            Counts.Unsettled += batch.Length - messages.Count;
            if (messages.Count > 0)
            {
                await messenger.SendAsync(messages, cancellationToken);
            }
        }
    }

    /// <summary>Null when the file isn't as it was, or lacks its trigger file.</summary>
    private async Task<FileArrived?> LookAgainAsync(FoundFile file, CancellationToken cancellationToken)
    {
        TriggerFile? trigger = null;
        if (FlowTrigger.TriggerPath(_source, file.Path) is { } triggerPath)
        {
            var facts = await _walk.LookAsync(triggerPath, cancellationToken);
            if (!facts.IsRegularFile)
            {
                return null;
            }

            trigger = new TriggerFile(triggerPath, SourceVersion.Of(facts));
        }

        var now = await _walk.LookAsync(file.Path, cancellationToken);
        if (!now.IsRegularFile || (SourceVersion.Of(now) != file.Version && trigger is null))
        {
            return null;
        }

        var version = SourceVersion.Of(now);
        var seed = string.Create(
            CultureInfo.InvariantCulture, $"look {look.LookId} {file.MemoryId} {version.Size} {version.ModifiedAt.ToUnixTimeSeconds()}");
        return new FileArrived(
            DerivedId.Create(look.StartedAt, seed), look.FlowRevision, file.Path, version, Pinned: false, User: "", SessionId: "", trigger, file.MemoryId);
    }
}
