namespace ActorMft.Cluster.Tests.Parts;

/// <summary>Lets through while it is open.</summary>
public sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;

    public bool IsOpen
    {
        set
        {
            lock (_lock)
            {
                if (value)
                {
                    _closed?.TrySetResult();
                    _closed = null;
                }
                else
                {
                    _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
    }

    public Task PassAsync()
    {
        lock (_lock)
        {
            return _closed?.Task ?? Task.CompletedTask;
        }
    }
}
