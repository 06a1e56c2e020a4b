using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>
/// Brings one file to one target: into a hidden part, continued where an earlier attempt stopped, and renamed when it is whole.
/// It can be broken off at any step and run again.
/// </summary>
internal sealed class FileDelivery(DeliveryOrder order, ISftpFileSystem target, IDeliveryJournal journal)
{
    private readonly TargetFiles _files = new(target, order.TransferId);
    private readonly string _part = TemporaryName.Fit(order.PartPath);
    private string _step = "Looking at the target";
    private ProgressMeter? _meter;

    /// <summary>Bytes sent by this run so far.</summary>
    public long BytesSent => _meter?.Sent ?? 0;

    /// <summary>Runs one attempt.</summary>
    /// <param name="source">The version that arrived; stays the caller's.</param>
    /// <param name="createMeter">Called with the file's size and the offset, in bytes, when bytes begin to flow.</param>
    /// <param name="cancellationToken">Breaks off; what is at the target is continued by the next attempt.</param>
    /// <returns>Null when the transfer said to stop.</returns>
    /// <exception cref="DeliveryException">The attempt failed.</exception>
    public async Task<DeliveryResult?> RunAsync(ISftpFile source, Func<long, long, ProgressMeter> createMeter, CancellationToken cancellationToken)
    {
        try
        {
            return await DeliverAsync(source, createMeter, cancellationToken);
        }
        catch (SftpException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Removes what a cancelled transfer has left at the target.</summary>
    /// <exception cref="DeliveryException">It could not be removed.</exception>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        try
        {
            _step = $"Removing '{_part}'";
            await _files.RemoveIfThereAsync(_part, cancellationToken);
        }
        catch (SftpException exception)
        {
            throw Failed(exception);
        }
    }

    private async Task<DeliveryResult?> DeliverAsync(ISftpFile source, Func<long, long, ProgressMeter> createMeter, CancellationToken cancellationToken)
    {
        var facts = await source.StatAsync(cancellationToken);
        var size = facts.Size ?? 0;

        _step = $"Looking at '{_part}'";
        var partSize = (await _files.FindAsync(_part, cancellationToken))?.Size;
        var offset = await FindOffsetAsync(source, size, partSize ?? 0, cancellationToken);
        var reply = await journal.StartedAsync(offset, cancellationToken);
        if (!reply.Continue)
        {
            return null;
        }

        if (reply.Stage == DeliveryStage.Renaming)
        {
            return await FinishRenamingAsync(reply.FinalPath ?? order.FinalPath, partSize, size, cancellationToken);
        }

        if (order.OnExisting is OnExisting.Skip or OnExisting.Fail && await IsTakenAsync(cancellationToken))
        {
            return await LeaveExistingAsync(cancellationToken);
        }

        _meter = createMeter(size, offset);
        await SendAsync(source, facts, offset, cancellationToken);
        await CheckSizeAsync(size, cancellationToken);
        var final = order.OnExisting == OnExisting.Rename ? await _files.FindFreeNameAsync(order.FinalPath, cancellationToken) : order.FinalPath;
        return await MayRenameAsync(final, cancellationToken) ? await GiveNameAsync(final, cancellationToken) : null;
    }

    private async Task<long> FindOffsetAsync(ISftpFile source, long size, long partSize, CancellationToken cancellationToken)
    {
        if (partSize <= 0 || partSize > size)
        {
            return 0;
        }

        try
        {
            await using var part = await target.OpenAsync(_part, SftpOpenFlags.Read, default, cancellationToken);
            var offset = await ResumePoint.FindAsync(source, size, part, partSize, cancellationToken);
            await part.CloseAsync(cancellationToken);
            return offset;
        }
        catch (SftpException refusal) when (!refusal.IsTransient)
        {
            // A drop box takes files and shows none: what can't be compared is sent again.
            return 0;
        }
    }

    private async Task SendAsync(ISftpFile source, SftpAttributes facts, long offset, CancellationToken cancellationToken)
    {
        _step = $"Writing '{_part}'";
        await using var part = await _files.OpenForWritingAsync(_part, offset, cancellationToken);
        await SftpCopy.CopyAsync(source, part, offset, _meter!.Report, cancellationToken);
        var times = new SftpAttributes { AccessTime = facts.ModifyTime, ModifyTime = facts.ModifyTime };
        await TrySetAsync(part, times, cancellationToken);
        await _files.CompleteAsync(part, _part, cancellationToken);
    }

    private async Task CheckSizeAsync(long size, CancellationToken cancellationToken)
    {
        _step = $"Checking '{_part}'";
        var actual = (await target.StatAsync(_part, cancellationToken)).Size;
        if (actual is not null && actual != size)
        {
            throw new DeliveryException($"'{_part}' at {order.Target} has {actual} bytes, although {size} were written and acknowledged. It is compared again at the next attempt.", isTransient: true);
        }
    }

    private async Task<bool> MayRenameAsync(string final, CancellationToken cancellationToken) =>
        (await journal.PartCompletedAsync(final, BytesSent, cancellationToken)).Continue;

    private async Task<DeliveryResult?> FinishRenamingAsync(string final, long? partSize, long size, CancellationToken cancellationToken)
    {
        if (partSize is null)
        {
            await _files.RemoveFormerAsync(final, cancellationToken);
            return new DeliveryResult(final, final == order.FinalPath ? DeliveryOutcome.Created : DeliveryOutcome.Renamed, BytesSent: 0);
        }

        return partSize == size
            ? await GiveNameAsync(final, cancellationToken)
            : throw new DeliveryException($"'{_part}' at {order.Target} was whole and now has {partSize} of {size} bytes: somebody changed it there. It is sent again.", isTransient: true) { StartOver = true };
    }

    /// <summary>A refused rename whose part is still there is no rename: from then on the part's absence proves nothing.</summary>
    private async Task<DeliveryResult?> GiveNameAsync(string final, CancellationToken cancellationToken)
    {
        try
        {
            return await RenamePartAsync(final, cancellationToken);
        }
        catch (SftpException refusal) when (!refusal.IsTransient)
        {
            var failure = Failed(refusal);
            if (await _files.FindAsync(_part, cancellationToken) is null)
            {
                throw failure;
            }

            throw new DeliveryException(failure.Message, failure.IsTransient, refusal) { StartOver = true };
        }
    }

    private async Task<DeliveryResult?> RenamePartAsync(string final, CancellationToken cancellationToken)
    {
        var taken = await IsTakenAsync(cancellationToken);
        _step = $"Renaming '{_part}' to '{final}'";
        switch (order.OnExisting)
        {
            case OnExisting.Replace:
                await _files.ReplaceAsync(_part, final, cancellationToken);
                return new DeliveryResult(final, taken ? DeliveryOutcome.Replaced : DeliveryOutcome.Created, BytesSent);
            case OnExisting.Rename:
                return await RenameToFreeAsync(final, cancellationToken);
            default:
                if (taken)
                {
                    return await LeaveExistingAsync(cancellationToken);
                }

                await _files.RenameAsync(_part, final, cancellationToken);
                return new DeliveryResult(final, DeliveryOutcome.Created, BytesSent);
        }
    }

    private async Task<DeliveryResult?> RenameToFreeAsync(string final, CancellationToken cancellationToken)
    {
        if (await _files.FindAsync(final, cancellationToken) is not null)
        {
            final = await _files.FindFreeNameAsync(order.FinalPath, cancellationToken);
            if (!await MayRenameAsync(final, cancellationToken))
            {
                return null;
            }
        }

        await _files.RenameAsync(_part, final, cancellationToken);
        return new DeliveryResult(final, final == order.FinalPath ? DeliveryOutcome.Created : DeliveryOutcome.Renamed, BytesSent);
    }

    private async Task<bool> IsTakenAsync(CancellationToken cancellationToken)
    {
        _step = $"Looking for '{order.FinalPath}'";
        return await _files.FindAsync(order.FinalPath, cancellationToken) is not null;
    }

    private async Task<DeliveryResult> LeaveExistingAsync(CancellationToken cancellationToken)
    {
        if (order.OnExisting == OnExisting.Fail)
        {
            // The part stays: once the rename was allowed, a part that is gone says that it was renamed.
            throw new DeliveryException($"'{order.FinalPath}' exists at {order.Target}, and the flow says onExisting: fail. Remove or rename it there, then retry the transfer.", isTransient: false) { StartOver = true };
        }

        await _files.RemoveIfThereAsync(_part, cancellationToken);
        return new DeliveryResult(order.FinalPath, DeliveryOutcome.Skipped, BytesSent);
    }

    /// <summary>Not every server sets times; whole and acknowledged is what counts.</summary>
    private static async Task TrySetAsync(ISftpFile part, SftpAttributes times, CancellationToken cancellationToken)
    {
        try
        {
            await part.SetStatAsync(times, cancellationToken);
        }
        catch (SftpException refusal) when (!refusal.IsTransient)
        {
            // The server can't, and nothing hangs on it.
        }
    }

    private DeliveryException Failed(SftpException exception) => Refusal.Of(_step, order.Target, exception);
}
