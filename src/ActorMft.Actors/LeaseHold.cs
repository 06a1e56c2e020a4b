using ActorMft.Actors.Engine;

namespace ActorMft.Actors;

/// <summary>
/// One unbroken time in which this node may act for the cluster. What others get when the node falls silent (connections that are
/// counted over the cluster) must be let go of before the hold is over for them: at <see cref="OnEnd"/>, without waiting for anybody.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no wait handle: there is nothing to release.")]
public sealed class LeaseHold
{
    private readonly Func<TimeSpan> _remaining;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private List<Action>? _onEnd = [];

    /// <summary>A hold that ends by <see cref="End"/>; an engine makes its own.</summary>
    /// <param name="incarnation">The node's incarnation.</param>
    /// <param name="remaining">How long the lease holds without another renewal, by the node's monotonic clock.</param>
    public LeaseHold(Guid incarnation, Func<TimeSpan> remaining)
    {
        Incarnation = incarnation;
        _remaining = remaining;
    }

    /// <summary>This run of the node.</summary>
    public Guid Incarnation { get; }

    /// <summary>Whether something may be begun now.</summary>
    public bool IsHeld => Remaining > TimeSpan.Zero;

    /// <summary>How long it holds without another renewal; zero when it has ended.</summary>
    public TimeSpan Remaining => _ended.IsCancellationRequested ? TimeSpan.Zero : _remaining();

    /// <summary>Cancelled after the callbacks: the lease was not renewed in time, the node was replaced, or it leaves.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Calls back when it ends, on the thread that ends it, or at once when it has ended. Be quick; do not throw.</summary>
    /// <returns>Dispose to not be called.</returns>
    public IDisposable OnEnd(Action callback)
    {
        lock (_gate)
        {
            if (_onEnd is not null)
            {
                _onEnd.Add(callback);
                return new Disposal(() => Remove(callback));
            }
        }

        callback();
        return new Disposal(static () => { });
    }

    /// <summary>Ends it; may be called twice.</summary>
    public void End()
    {
        List<Action>? callbacks;
        lock (_gate)
        {
            callbacks = _onEnd;
            _onEnd = null;
        }

        callbacks?.ForEach(static callback => callback());
        _ended.Cancel();
    }

    private void Remove(Action callback)
    {
        lock (_gate)
        {
            _onEnd?.Remove(callback);
        }
    }
}
