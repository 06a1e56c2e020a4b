namespace ActorMft.Ssh.Waiting;

/// <summary>Wakes its only waiter; a signal given while nobody waits is kept. Waiting allocates nothing.</summary>
internal sealed class AsyncSignal
{
    private readonly Lock _gate = new();
    private readonly PendingWait<bool> _wait;
    private bool _isSet;

    public AsyncSignal() => _wait = new PendingWait<bool>(_gate);

    /// <param name="runHere">The waiter goes on at once, on the calling thread; else on one of the pool's.</param>
    public void Set(bool runHere)
    {
        lock (_gate)
        {
            if (!_wait.TryEnd())
            {
                _isSet = true;
                return;
            }
        }

        _wait.Complete(true, runHere);
    }

    /// <summary>Completes at the next signal, or at once if one was kept. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (!_isSet)
            {
                return _wait.BeginWithoutResult();
            }

            _isSet = false;
            return default;
        }
    }
}
