namespace ActorMft.Sftp.Server;

/// <summary>A directory that a client is listing, and the names that did not fit into the last answer.</summary>
internal sealed class OpenDirectory(string path, ISftpDirectory directory) : OpenHandle(path)
{
    private IReadOnlyList<SftpName> _names = [];
    private int _next;

    /// <summary>Makes sure that there is a next name; false at the end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_next == _names.Count)
        {
            _names = await directory.ReadAsync(cancellationToken);
            _next = 0;
        }

        return _names.Count > 0;
    }

    public bool TryPeek(out SftpName name)
    {
        name = _next < _names.Count ? _names[_next] : default;
        return _next < _names.Count;
    }

    public void Advance() => _next++;

    public override ValueTask DisposeAsync() => directory.DisposeAsync();
}
