namespace ActorMft.Sftp.Local;

/// <summary>How a local directory is served.</summary>
public sealed record LocalFileSystemOptions
{
    /// <summary>
    /// True: a written file is flushed to the disk, with its directory entry, before its close completes, and so are renames, links and new
    /// directories. Default false: only <see cref="ISftpFile.FlushAsync"/> flushes.
    /// </summary>
    public bool Durable { get; init; }
}
