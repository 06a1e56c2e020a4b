namespace ActorMft.Sftp;

/// <summary>Copies content between any two open files (local, remote, either way), several blocks at a time.</summary>
public static class SftpCopy
{
    /// <summary>
    /// Copies from <paramref name="offset"/> (bytes) to the source's end, to the same offset of the target. Neither file is flushed or closed.
    /// </summary>
    /// <param name="progress">Called with the end of the unbroken run of bytes the target has taken, offset included. Must be quick.</param>
    /// <returns>Where the copy ended, in bytes from the start of the file.</returns>
    public static Task<long> CopyAsync(ISftpFile source, ISftpFile target, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }
}
