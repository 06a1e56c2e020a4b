namespace ActorMft.Node.Remotes;

/// <summary>A connection for one transfer. Disposing gives it back for the next one.</summary>
internal sealed class RemoteLease(IRemoteConnection connection, Func<bool, ValueTask> giveBack) : IAsyncDisposable
{
    private bool _isBroken;
    private int _givenBack;

    public IRemoteConnection Connection => connection;

    /// <summary>The connection is in an unknown state: it is closed instead of used again.</summary>
    public void Break() => _isBroken = true;

    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _givenBack, 1) == 0 ? giveBack(_isBroken) : ValueTask.CompletedTask;
}
