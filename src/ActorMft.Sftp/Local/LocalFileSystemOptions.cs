namespace ActorMft.Sftp.Local;

/// <summary>How a local directory is served.</summary>
public sealed record LocalFileSystemOptions
{
    /// <summary>
    /// True: a written file is flushed to the disk, with its directory entry, before its close completes, and so are renames, links and new
    /// directories. Default false: only <see cref="ISftpFile.FlushAsync"/> flushes.
    /// </summary>
    public bool Durable { get; init; }

    /// <summary>
    /// True: whatever mode a client asks for, the owner keeps read and write (and search, of directories), so that clients can't lock the
    /// serving process out of its own files. Default false: modes are taken as they are asked for.
    /// </summary>
    public bool KeepOwnerAccess { get; init; }
}
