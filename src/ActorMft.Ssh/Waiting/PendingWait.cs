using System.Threading.Tasks.Sources;

namespace ActorMft.Ssh.Waiting;

/// <summary>
/// A wait that is used again and again, so that waiting allocates nothing. It belongs to one who waits at a time. Under the owner's lock it
/// begins and ends; who has ended it completes it after the lock. So it is completed once, whoever comes first.
/// </summary>
/// <param name="gate">The owner's lock.</param>
internal sealed class PendingWait<T>(Lock gate) : IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _core;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Whether somebody waits. Under the lock.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>Under the lock.</summary>
    public ValueTask<T> Begin() => new(this, BeginNext());

    /// <summary>As <see cref="Begin"/>, when the result says nothing.</summary>
    public ValueTask BeginWithoutResult() => new(this, BeginNext());

    /// <summary>Lets the token end the wait that has just begun. Not under the lock.</summary>
    public void Heed(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((PendingWait<T>)state!).Cancel(token), this);
        }
    }

    /// <summary>Whether there was one to end, which the caller then completes. Under the lock.</summary>
    public bool TryEnd()
    {
        bool wasAwaited = IsAwaited;
        IsAwaited = false;
        return wasAwaited;
    }

    /// <param name="result">What was waited for.</param>
    /// <param name="runHere">Who waits goes on at once, on the calling thread; else on one of the pool's.</param>
    public void Complete(T result, bool runHere)
    {
        _core.RunContinuationsAsynchronously = !runHere;
        _core.SetResult(result);
    }

    /// <summary>As <see cref="Complete"/>, with what who waits is thrown.</summary>
    public void Fail(Exception failure, bool runHere)
    {
        _core.RunContinuationsAsynchronously = !runHere;
        _core.SetException(failure);
    }

    public T GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _core.GetResult(token);
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private short BeginNext()
    {
        if (IsAwaited)
        {
            throw new InvalidOperationException("Somebody waits for this already.");
        }

        _core.Reset();
        IsAwaited = true;
        return _core.Version;
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!TryEnd())
            {
                return;
            }
        }

        Fail(new OperationCanceledException(cancellationToken), runHere: false);
    }
}
