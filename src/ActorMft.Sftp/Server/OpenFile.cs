namespace ActorMft.Sftp.Server;

/// <summary>A file that a client has open.</summary>
/// <param name="appendFrom">The size when it was opened for appending; null when it wasn't.</param>
internal sealed class OpenFile(string path, ISftpFile file, long? appendFrom) : OpenHandle(path)
{
    private long _end = appendFrom ?? 0;
    private bool? _offsetsCount;

    public ISftpFile File => file;

    /// <summary>
    /// Where a write goes. Of a file opened for appending nothing that was there may change: a client that starts at the end and counts on
    /// (OpenSSH's reput) is taken at its word, one that starts before the end means the end each time.
    /// </summary>
    public long Place(long offset, long length)
    {
        if (appendFrom is not { } sizeAtOpen)
        {
            return offset;
        }

        _offsetsCount ??= offset >= sizeAtOpen;
        var place = _offsetsCount.Value && offset >= sizeAtOpen ? offset : _end;
        _end = Math.Max(_end, place + length);
        return place;
    }

    public override ValueTask DisposeAsync() => file.DisposeAsync();
}
