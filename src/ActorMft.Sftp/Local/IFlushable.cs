namespace ActorMft.Sftp.Local;

/// <summary>Something written that has to reach the disk.</summary>
internal interface IFlushable
{
    /// <summary>Flushes it alone. Throws when it fails.</summary>
    void Flush();

    /// <summary>Flushes the whole file system that it is on; false when that failed.</summary>
    bool TryFlushAll();

    /// <summary>After <see cref="TryFlushAll"/>: throws when something of it was lost on the way to the disk, then or before.</summary>
    void RequireWritten();
}
