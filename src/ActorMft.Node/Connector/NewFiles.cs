using ActorMft.Sftp;

namespace ActorMft.Node.Connector;

/// <summary>
/// Tells new files from known ones, look by look. A file is new when two looks in a row saw it with the same size and time; one that was
/// replaced since is new again. Only what the last look saw is remembered.
/// </summary>
/// <param name="withExisting">Whether what the first look sees counts too.</param>
/// <param name="most">Files that can be told apart at once.</param>
internal sealed class NewFiles(bool withExisting, int most)
{
    private Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private Dictionary<string, Seen> _next = new(StringComparer.Ordinal);
    private bool _isFirst = true;

    /// <summary>Takes a file of the present look; true when it is to be told.</summary>
    /// <exception cref="SftpException">There are too many.</exception>
    public bool Add(string path, SftpAttributes attributes)
    {
        if (_next.Count == most)
        {
            throw new SftpException(SftpStatus.Failure, $"More than {most} files are there, which is the most that can be listened to at once. Narrow the directory or the pattern, or remove files that are done.");
        }

        var (size, modified) = (attributes.Size ?? -1, attributes.ModifyTime ?? 0);
        var isSame = _seen.TryGetValue(path, out var before) && before.Size == size && before.Modified == modified;
        var isNew = isSame && !before!.IsTold;
        _next[path] = new Seen(size, modified, IsTold: isSame || (_isFirst && !withExisting));
        return isNew;
    }

    /// <summary>The look is over: what it didn't see is forgotten.</summary>
    public void EndLook()
    {
        (_seen, _next) = (_next, _seen);
        _next.Clear();
        _isFirst = false;
    }

    /// <summary>The look broke off and says nothing.</summary>
    public void BreakLook()
    {
        // What was told in it stays told.
        foreach (var (path, seen) in _next.Where(each => each.Value.IsTold))
        {
            _seen[path] = seen;
        }

        _next.Clear();
    }

    private sealed record Seen(long Size, uint Modified, bool IsTold);
}
