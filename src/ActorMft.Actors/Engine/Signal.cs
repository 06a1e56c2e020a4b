namespace ActorMft.Actors.Engine;

/// <summary>An auto-reset event with one waiter, that waits by a <see cref="TimeProvider"/>.</summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    internal void Set()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
            _isSet = waiter is null;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Returns when set, when the time is over, or when cancelled (without an exception).</summary>
    internal async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return;
            }

            _waiter = waiter;
        }

        using ITimer timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), waiter, timeout, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), waiter);
        await waiter.Task;
        lock (_gate)
        {
            if (_waiter == waiter)
            {
                _waiter = null;
            }
        }
    }
}
