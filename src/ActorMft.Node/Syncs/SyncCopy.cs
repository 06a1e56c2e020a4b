using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;

namespace ActorMft.Node.Syncs;

/// <summary>
/// Copies one file: into a hidden part, continued where an earlier run stopped, renamed when it is whole and the source hasn't changed
/// meanwhile. With <c>afterCopy: delete</c> the source is removed after that.
/// </summary>
/// <param name="delivered">Called with the path in the endpoint and the copy's id, when the endpoint got a file.</param>
internal sealed class SyncCopy(SyncSpec spec, SyncSide local, SyncSide remote, Func<string, string, CancellationToken, ValueTask> delivered, TimeProvider time)
{
    /// <summary>Does what the item says.</summary>
    /// <returns>Bytes that were copied; null when the source changed meanwhile or is gone: the next run sees to it.</returns>
    /// <exception cref="SftpException">One of the sides failed.</exception>
    /// <exception cref="DeliveryException">It could not be copied.</exception>
    public async Task<long?> RunAsync(SyncItem item, CancellationToken cancellationToken)
    {
        var isPush = item.Step.Action == SyncAction.Push;
        var (from, to) = isPush ? (local, remote) : (remote, local);
        var id = SyncPart.IdOf(spec.Key.ToString(), item.Path, item.Source);
        foreach (var part in item.StaleParts)
        {
            await to.Files.RemoveAsync(SftpPath.Combine(SftpPath.DirectoryName(to.PathOf(item.Path)), part), cancellationToken);
        }

        var order = new DeliveryOrder(id, to.Name, to.PathOf(item.Path), PartName.PathFor(to.PathOf(item.Path), id), OnExisting.Replace);
        var delivery = new FileDelivery(order, to.Files, new UnchangedSource(from, item));
        await using var source = await from.Files.OpenAsync(from.PathOf(item.Path), SftpOpenFlags.Read, default, cancellationToken);
        var result = await delivery.RunAsync(source, (size, offset) => new ProgressMeter(size, offset, time), cancellationToken);
        if (result is null)
        {
            return null;
        }

        if (!isPush)
        {
            await delivered(result.FinalPath, id, cancellationToken);
        }

        return result.BytesSent;
    }

    /// <summary>Removes the source's file if it is still the version that the target has.</summary>
    /// <returns>Whether it was removed.</returns>
    public async Task<bool> RemoveSourceAsync(SyncItem item, CancellationToken cancellationToken)
    {
        var from = spec.Direction == SyncDirection.Push ? local : remote;
        if (await from.FindAsync(item.Path, cancellationToken) != item.Source)
        {
            return false;
        }

        await from.Files.RemoveAsync(from.PathOf(item.Path), cancellationToken);
        return true;
    }

    /// <summary>Lets a part get its name only while the source is the version that was listed.</summary>
    private sealed class UnchangedSource(SyncSide from, SyncItem item) : IDeliveryJournal
    {
        private static readonly AttemptReply _go = new(Continue: true, DeliveryStage.Part, FinalPath: null, Reason: null);
        private static readonly AttemptReply _stop = _go with { Continue = false, Reason = "the source changed" };

        public ValueTask<AttemptReply> StartedAsync(long resumedAt, CancellationToken cancellationToken) => new(_go);

        public async ValueTask<AttemptReply> PartCompletedAsync(string finalPath, long bytesSent, CancellationToken cancellationToken) =>
            await from.FindAsync(item.Path, cancellationToken) == item.Source ? _go : _stop;
    }
}
