using System.Threading.Tasks.Sources;

namespace ActorMft.Ssh.Sockets;

/// <summary>The wait of one reader or one writer, used again and again. Its state is guarded by its <see cref="SocketWaits"/>.</summary>
internal sealed class SocketWait(SocketWaits owner) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Whether somebody waits.</summary>
    public bool IsAwaited { get; private set; }

    public ValueTask Begin()
    {
        if (IsAwaited)
        {
            throw new InvalidOperationException("Somebody waits for this socket already.");
        }

        _core.Reset();
        IsAwaited = true;
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Lets the token end the wait. Not under the owner's lock.</summary>
    public void Heed(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((SocketWait)state!).Cancel(token), this);
        }
    }

    /// <summary>Whether there was one to end, which the caller does then, after its lock.</summary>
    public bool TryEnd()
    {
        bool wasAwaited = IsAwaited;
        IsAwaited = false;
        return wasAwaited;
    }

    /// <param name="failure">Null: the socket is ready.</param>
    /// <param name="runHere">Who waits goes on on the calling thread; else on one of the pool's.</param>
    public void Complete(Exception? failure, bool runHere)
    {
        _core.RunContinuationsAsynchronously = !runHere;
        if (failure is null)
        {
            _core.SetResult(true);
        }
        else
        {
            _core.SetException(failure);
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (owner.TryEnd(this))
        {
            Complete(new OperationCanceledException(cancellationToken), runHere: false);
        }
    }
}
