using ActorMft.Sftp.Client;

namespace ActorMft.Sftp;

/// <summary>Copies content between any two open files (local, remote, either way), several blocks at a time.</summary>
public static class SftpCopy
{
    /// <summary>
    /// Copies from <paramref name="offset"/> (bytes) to the source's end, to the same offset of the target. Neither file is flushed or closed.
    /// Blocks are written in their order, so that of a broken copy only the last 8 MiB can have a gap.
    /// </summary>
    /// <param name="progress">Called with the end of the unbroken run of bytes the target has taken, offset included. Must be quick.</param>
    /// <returns>Where the copy ended, in bytes from the start of the file.</returns>
    public static async Task<long> CopyAsync(ISftpFile source, ISftpFile target, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        var run = new CopyRun(source, target, offset, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long end;
        try
        {
            end = await run.RunAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await run.SettleAsync();
        }

        // The last answers were handled on a connection's own loop, where the caller has no business.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return end;
    }
}
