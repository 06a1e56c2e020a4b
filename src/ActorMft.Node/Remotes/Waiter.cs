namespace ActorMft.Node.Remotes;

/// <summary>Somebody who waits for a connection.</summary>
/// <param name="party">Whom it is for; parties take turns.</param>
/// <param name="since">Timestamp.</param>
/// <param name="patience">How long it waits.</param>
internal sealed class Waiter(string party, long since, TimeSpan patience)
{
    private readonly TaskCompletionSource<RemoteLease> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Party => party;

    public TimeSpan Patience => patience;

    public Task<RemoteLease> Task => _source.Task;

    /// <summary>Kept by the line.</summary>
    public LinkedListNode<Waiter>? Place { get; set; }

    public bool IsOverdue(TimeProvider time) => time.GetElapsedTime(since) >= patience;

    public bool TryServe(RemoteLease lease) => _source.TrySetResult(lease);

    public void Fail(Exception exception) => _source.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
