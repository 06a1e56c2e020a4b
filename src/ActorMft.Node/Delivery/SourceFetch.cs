using ActorMft.Domain.Transfers;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>
/// Brings a file from a source that isn't ours into the store, where it is pinned like an upload: continued where an earlier attempt
/// stopped, read once for all targets that this node serves, and only as the version that was found.
/// </summary>
internal sealed class SourceFetch(EndpointOpener endpoints, FileStore store, ProgressRegistry progress)
{
    private readonly KeyedLock _gates = new();

    /// <summary>Returns when the arrival's version is pinned.</summary>
    /// <returns>False when the transfer said to stop.</returns>
    /// <exception cref="DeliveryException">It could not be read.</exception>
    public async ValueTask<bool> EnsureAsync(TransferDefinition definition, TransferJournal journal, CancellationToken cancellationToken)
    {
        using var gate = await _gates.EnterAsync(definition.ArrivalId, cancellationToken);
        if (store.IsPinned(definition.ArrivalId))
        {
            store.DropStaged(definition.ArrivalId, definition.TransferId);
            return true;
        }

        await using var source = await endpoints.OpenAsync(definition.Organization, definition.SourceEndpoint, definition.Flow, cancellationToken);
        try
        {
            if (!await ReadAsync(definition, source, journal, cancellationToken))
            {
                return false;
            }
        }
        catch (SftpException exception)
        {
            if (exception.IsTransient)
            {
                source.Break();
            }

            throw Failed(definition, exception);
        }
        catch (Exception exception) when (exception is not DeliveryException)
        {
            source.Break();
            throw;
        }

        store.PinStaged(definition.ArrivalId, definition.TransferId);
        return true;
    }

    private async Task<bool> ReadAsync(TransferDefinition definition, IEndpointAccess access, TransferJournal journal, CancellationToken cancellationToken)
    {
        await using var source = await OpenAsync(definition, access, cancellationToken);
        var size = definition.File.Size;
        await RequireVersionAsync(definition, source, cancellationToken);

        var path = SftpPath.Root + FileStore.StagedName(definition.ArrivalId, definition.TransferId);
        await using var staged = await store.Staged.OpenAsync(
            path, SftpOpenFlags.Read | SftpOpenFlags.Write | SftpOpenFlags.Create, default, cancellationToken);
        var partSize = (await staged.StatAsync(cancellationToken)).Size ?? 0;
        var offset = await ResumePoint.FindAsync(source, size, staged, partSize, cancellationToken);
        if (!(await journal.FetchStartedAsync(offset, cancellationToken)).Continue)
        {
            return false;
        }

        if (partSize > offset)
        {
            await staged.SetStatAsync(new SftpAttributes { Size = offset }, cancellationToken);
        }

        var meter = progress.Begin(definition.TransferId, size, offset);
        try
        {
            var end = await SftpCopy.CopyAsync(source, staged, offset, meter.Report, cancellationToken);
            await RequireVersionAsync(definition, source, cancellationToken);
            if (end != size)
            {
                throw Lost(definition, "was changed");
            }
        }
        finally
        {
            progress.End(definition.TransferId, meter);
        }

        var time = (uint)Math.Clamp(definition.File.ModifiedAt.ToUnixTimeSeconds(), 0, uint.MaxValue);
        await staged.SetStatAsync(new SftpAttributes { AccessTime = time, ModifyTime = time }, cancellationToken);
        try
        {
            await staged.FlushAsync(cancellationToken);
        }
        catch (SftpException)
        {
            // The next flush would succeed, for the system tells a failure once: another attempt must not continue it.
            store.DropStaged(definition.ArrivalId, definition.TransferId);
            throw;
        }

        await staged.CloseAsync(cancellationToken);
        await source.CloseAsync(cancellationToken);
        return true;
    }

    private static async ValueTask<ISftpFile> OpenAsync(TransferDefinition definition, IEndpointAccess access, CancellationToken cancellationToken)
    {
        try
        {
            return await access.Files.OpenAsync(SftpPath.Combine(access.LoginDirectory, definition.SourcePath), SftpOpenFlags.Read, default, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            throw Lost(definition, "was removed");
        }
    }

    private static async ValueTask RequireVersionAsync(TransferDefinition definition, ISftpFile source, CancellationToken cancellationToken)
    {
        if (SourceVersion.Of(await source.StatAsync(cancellationToken)) != definition.File)
        {
            throw Lost(definition, "was changed");
        }
    }

    private static DeliveryException Lost(TransferDefinition definition, string what) => new(
        $"'{definition.SourcePath}' {what} at {definition.SourceEndpoint} before it was read. What is there by now is carried by itself when the next look finds it.",
        isTransient: false) { SourceLost = true };

    private static DeliveryException Failed(TransferDefinition definition, SftpException exception) =>
        Refusal.Of($"Reading '{definition.SourcePath}' into the store", definition.SourceEndpoint, exception);
}
