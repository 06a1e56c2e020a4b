using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>The target's side of a delivery: looks, makes directories, and gives names without ever losing a version.</summary>
internal sealed class TargetFiles(ISftpFileSystem target, string transferId)
{
    private const int MaxNames = 10_000;

    /// <summary>What is at the path itself, or null.</summary>
    public async ValueTask<SftpAttributes?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await target.LinkStatAsync(path, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            return null;
        }
    }

    /// <summary>Opens a file for writing from an offset; a new one's missing directories are made.</summary>
    public async ValueTask<ISftpFile> OpenForWritingAsync(string path, long offset, CancellationToken cancellationToken)
    {
        if (offset > 0)
        {
            return await target.OpenAsync(path, SftpOpenFlags.Write, default, cancellationToken);
        }

        const SftpOpenFlags Anew = SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate;
        try
        {
            return await target.OpenAsync(path, Anew, default, cancellationToken);
        }
        catch (SftpException exception) when (!exception.IsTransient && exception.Status != SftpStatus.PermissionDenied)
        {
            // Also when the directory is there by now: another delivery may have made it since.
            await CreateDirectoryAsync(SftpPath.DirectoryName(path), cancellationToken);
            return await target.OpenAsync(path, Anew, default, cancellationToken);
        }
    }

    /// <summary>Ends a file that was written: it is flushed where the server can; else CLOSE is all that the server promises.</summary>
    public static async ValueTask CompleteAsync(ISftpFile file, CancellationToken cancellationToken)
    {
        _ = await TryFlushAsync(file, cancellationToken);
        await file.CloseAsync(cancellationToken);
    }

    /// <summary>
    /// As <see cref="CompleteAsync(ISftpFile, CancellationToken)"/>, of a part that another attempt would continue. When it can't be flushed, nobody
    /// knows what of it is lost, and the next flush would succeed, for a system tells a failure once: then the part is removed.
    /// </summary>
    public async ValueTask CompleteAsync(ISftpFile file, string part, CancellationToken cancellationToken)
    {
        var isFlushed = false;
        try
        {
            isFlushed = await TryFlushAsync(file, cancellationToken);
            await file.CloseAsync(cancellationToken);
        }
        catch (SftpException failure) when (!failure.IsTransient && !isFlushed)
        {
            await file.DisposeAsync();
            await TryRemoveAsync(part, cancellationToken);
            throw;
        }
    }

    /// <summary>A name that isn't taken: the path itself, or NAME-1.EXT, NAME-2.EXT and so on.</summary>
    public async ValueTask<string> FindFreeNameAsync(string path, CancellationToken cancellationToken)
    {
        var directory = SftpPath.DirectoryName(path);
        var name = SftpPath.FileName(path);
        var dot = name.LastIndexOf('.');
        var (stem, extension) = dot > 0 ? (name[..dot], name[dot..]) : (name, "");
        for (var number = 0; number < MaxNames; number++)
        {
            var candidate = number == 0 ? path : SftpPath.Combine(directory, TemporaryName.Shorten(stem, $"-{number}{extension}"));
            if (await FindAsync(candidate, cancellationToken) is null)
            {
                return candidate;
            }
        }

        throw new DeliveryException($"'{path}' and the next {MaxNames} names are all taken at the target. Clear the directory there, or set the flow's onExisting to another value.", isTransient: false);
    }

    /// <summary>Gives the part its final name, in the place of a file that may be there.</summary>
    public async ValueTask ReplaceAsync(string part, string final, CancellationToken cancellationToken)
    {
        try
        {
            await target.RenameAsync(part, final, overwrite: true, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.OperationUnsupported)
        {
            await ReplaceByStepsAsync(part, final, cancellationToken);
        }
    }

    /// <summary>Gives the part a name that is free.</summary>
    public ValueTask RenameAsync(string part, string final, CancellationToken cancellationToken) =>
        target.RenameAsync(part, final, overwrite: false, cancellationToken);

    /// <summary>Removes the former version that a broken replacement may have left.</summary>
    public ValueTask RemoveFormerAsync(string final, CancellationToken cancellationToken) =>
        RemoveIfThereAsync(TemporaryName.OfFormer(final, transferId), cancellationToken);

    /// <summary>Removes a file; its absence is what is wanted.</summary>
    public async ValueTask RemoveIfThereAsync(string path, CancellationToken cancellationToken)
    {
        if (await FindAsync(path, cancellationToken) is null)
        {
            return;
        }

        try
        {
            await target.RemoveAsync(path, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            // Gone between the look and the call.
        }
    }

    /// <summary>
    /// For servers whose rename can't replace: the former version steps aside under a hidden name first and is removed last, so
    /// after a break at any point at least one whole version is there, and the next run finishes the work.
    /// </summary>
    private async ValueTask ReplaceByStepsAsync(string part, string final, CancellationToken cancellationToken)
    {
        var former = TemporaryName.OfFormer(final, transferId);
        var moved = await FindAsync(final, cancellationToken) is not null;
        if (moved)
        {
            await RemoveIfThereAsync(former, cancellationToken);
            await RenameAsync(final, former, cancellationToken);
        }

        try
        {
            await RenameAsync(part, final, cancellationToken);
        }
        catch (SftpException exception) when (moved && !exception.IsTransient)
        {
            await RenameAsync(former, final, cancellationToken);
            throw;
        }

        await RemoveIfThereAsync(former, cancellationToken);
    }

    /// <summary>Makes a directory and those above it, as far as they are missing.</summary>
    public async ValueTask CreateDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        if (path == SftpPath.Root || await IsDirectoryAsync(path, cancellationToken))
        {
            return;
        }

        await CreateDirectoryAsync(SftpPath.DirectoryName(path), cancellationToken);
        try
        {
            await target.MakeDirectoryAsync(path, default, cancellationToken);
        }
        catch (SftpException exception) when (!exception.IsTransient)
        {
            // A parallel transfer may have made it first; only its absence counts.
            if (!await IsDirectoryAsync(path, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <returns>False: the server can't.</returns>
    private static async ValueTask<bool> TryFlushAsync(ISftpFile file, CancellationToken cancellationToken)
    {
        try
        {
            await file.FlushAsync(cancellationToken);
            return true;
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.OperationUnsupported)
        {
            return false;
        }
    }

    private async ValueTask TryRemoveAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await RemoveIfThereAsync(path, cancellationToken);
        }
        catch (SftpException)
        {
            // What it is removed for is told, and matters more.
        }
    }

    private async ValueTask<bool> IsDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await target.StatAsync(path, cancellationToken)).IsDirectory;
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            return false;
        }
    }
}
