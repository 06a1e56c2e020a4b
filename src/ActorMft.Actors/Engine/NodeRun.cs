using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>One incarnation of the node: from its joining until it leaves or is fenced.</summary>
internal sealed partial class NodeRun : IDisposable
{
    private readonly EngineParts _parts;
    private readonly ILogger _logger;
    private readonly LeaseClock _clock;
    private readonly ShardLease _privateShard;
    private readonly ShardKeeper _shards;
    private readonly ITimer _lapseTimer;
    private readonly IDisposable _listening;
    private readonly CancellationTokenSource _stopLooking = new();
    private readonly CancellationTokenSource _stopRenewing = new();
    private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _holdGate = new();
    private volatile LeaseHold _hold;
    private bool _isSuspended;
    private volatile bool _isOver;

    private NodeRun(EngineParts parts, ShardLease privateShard, long joinedAt, Outbox outbox, Action<IReadOnlyCollection<int>> wakeShards)
    {
        _parts = parts;
        _privateShard = privateShard;
        _logger = parts.LoggerFactory.CreateLogger<NodeRun>();
        _clock = new LeaseClock(parts.Time, parts.Options.Lease);
        _clock.Extend(joinedAt);
        _hold = NewHold();
        _shards = new ShardKeeper(parts, privateShard.Owner, _clock, lease => new FencedMessenger(outbox, lease), wakeShards);
        _lapseTimer = parts.Time.CreateTimer(_ => CheckDeadline(), null, _clock.Remaining, Timeout.InfiniteTimeSpan);
        _listening = parts.Store.Listen(privateShard.Owner, new StoreListener(parts, _shards));
    }

    internal Guid Incarnation => _privateShard.Owner;

    internal int PrivateShard => _privateShard.Shard;

    internal bool IsReady => _clock.IsHeld && _shards.FirstLook.IsCompleted && !_end.Task.IsCompleted;

    internal Task FirstLook => _shards.FirstLook;

    internal ClusterPicture? Recent => _shards.Recent;

    /// <summary>The present hold; null when there is none.</summary>
    internal LeaseHold? Hold => !_isOver && _hold is { IsHeld: true } hold ? hold : null;

    internal static async Task<NodeRun> JoinAsync(EngineParts parts, Outbox outbox, Action<IReadOnlyCollection<int>> wakeShards, CancellationToken cancellationToken)
    {
        ActorNodeOptions options = parts.Options;
        Guid incarnation = options.NewIncarnation();
        long sentAt = parts.RenewalTriedAt = parts.Time.GetTimestamp();
        NodeRegistration registration = new(incarnation, options.Name, options.Version, options.Address, options.Shards, options.Lease);
        JoinedNode joined = await parts.Store.JoinAsync(registration, cancellationToken);
        parts.Clock.Learn(joined.StoreTime, sentAt, parts.Time.GetTimestamp());
        return new NodeRun(parts, joined.PrivateShard, sentAt, outbox, wakeShards);
    }

    internal void Wake(int shard) => _shards.Wake(shard);

    internal bool Runs(int shard) => _shards.Runs(shard);

    internal bool TryHand(HandedMessage message, ShardLease? fence) => _shards.TryHand(message, fence);

    /// <summary>Completes when the store says that this node shall leave; never when it ends without.</summary>
    internal Task LeaveRequested => _shards.LeaveRequested;

    internal IReadOnlyList<EntityCount> CountEntities(string kind) => _shards.CountEntities(kind);

    /// <summary>Says that this node leaves; its shards but the private one go to the others as soon as there are others.</summary>
    internal async Task HandOverAsync(CancellationToken cancellationToken)
    {
        await _parts.Store.RequestLeaveAsync(Incarnation, cancellationToken);
        _shards.Look();
    }

    /// <summary>Past the deadline, ends the hold and suspends the works.</summary>
    internal void CheckDeadline()
    {
        LeaseHold ended;
        lock (_holdGate)
        {
            if (_clock.IsHeld)
            {
                // The timer was early, or a renewal came at the same moment.
                _lapseTimer.Change(_clock.Remaining, Timeout.InfiniteTimeSpan);
                return;
            }

            if (_isSuspended || _isOver)
            {
                return;
            }

            _isSuspended = true;
            ended = _hold;
            _shards.SuspendWork();
        }

        ended.End();
        LogLapsed(_parts.Options.Name);
    }

    internal void RequestLeave() => _end.TrySetResult(false);

    /// <summary>Runs until it leaves or is fenced, and has cleaned up behind itself.</summary>
    /// <param name="giveUp">Past it, works that do not end are not waited for any more.</param>
    /// <returns>Whether it was fenced.</returns>
    internal async Task<bool> RunAsync(CancellationToken giveUp)
    {
        LogJoined(_parts.Options.Name, Incarnation, PrivateShard);
        _shards.Run(_privateShard);
        Task looking = Task.WhenAll(_shards.LoopAsync(_stopLooking.Token), _shards.WatchAsync(_stopLooking.Token));
        Task renewing = RenewAsync();
        bool isFenced = await _end.Task;
        if (isFenced)
        {
            _clock.Revoke();
            EndHold();
            LogFenced(_parts.Options.Name, Incarnation);
        }

        _stopLooking.Cancel();
        await looking;
        await StopShardsAsync(isFenced, giveUp);
        _stopRenewing.Cancel();
        await renewing;
        return isFenced;
    }

    public void Dispose()
    {
        _listening.Dispose();
        _lapseTimer.Dispose();
        _stopLooking.Dispose();
        _stopRenewing.Dispose();
    }

    private async Task StopShardsAsync(bool isFenced, CancellationToken giveUp)
    {
        try
        {
            Task stopped = _shards.StopAllAsync();
            try
            {
                await (isFenced ? stopped.WaitAsync(_parts.Options.Lease, _parts.Time, giveUp) : stopped.WaitAsync(giveUp));
            }
            finally
            {
                // Before anybody can learn that this incarnation is over.
                EndHold();
            }

            await _parts.Store.LeaveAsync(Incarnation, CancellationToken.None);
            LogLeft(_parts.Options.Name, Incarnation);
        }
        catch (Exception exception)
        {
            // The lease runs out by itself.
            LogLeaveFailed(exception, _parts.Options.Name, Incarnation);
        }
    }

    private async Task RenewAsync()
    {
        await Task.Yield();
        TimeSpan lease = _parts.Options.Lease;
        TimeSpan pause = lease / 3;
        while (true)
        {
            await new Signal(_parts.Time).WaitAsync(pause, _stopRenewing.Token);
            if (_stopRenewing.IsCancellationRequested)
            {
                return;
            }

            long sentAt = _parts.RenewalTriedAt = _parts.Time.GetTimestamp();
            try
            {
                if (await _parts.Store.RenewAsync(Incarnation, lease, _stopRenewing.Token) is not { } storeTime)
                {
                    _end.TrySetResult(true);
                    return;
                }

                _parts.Clock.Learn(storeTime, sentAt, _parts.Time.GetTimestamp());
                OnRenewed(sentAt);
                TimeSpan spent = _parts.Time.GetElapsedTime(sentAt);
                pause = spent < lease / 3 ? (lease / 3) - spent : TimeSpan.FromMilliseconds(1);
            }
            catch (Exception exception)
            {
                if (_stopRenewing.IsCancellationRequested)
                {
                    return;
                }

                if (!_parts.Outage.Failed(exception))
                {
                    LogRenewFailed(exception, _clock.Remaining);
                }

                pause = lease / 10;
            }
        }
    }

    private void OnRenewed(long sentAt)
    {
        lock (_holdGate)
        {
            _clock.Extend(sentAt);
            _lapseTimer.Change(_clock.Remaining, Timeout.InfiniteTimeSpan);
            if (!_isSuspended || !_clock.IsHeld)
            {
                return;
            }

            _isSuspended = false;
            _hold = NewHold();
            _shards.ResumeWork();
        }

        LogResumed(_parts.Options.Name);
    }

    private LeaseHold NewHold() => new(Incarnation, () => _clock.Remaining);

    private void EndHold()
    {
        _isOver = true;
        _hold.End();
    }

    [LoggerMessage(131, LogLevel.Information, "Node {Name} joined as {Incarnation} with the private shard {PrivateShard}.")]
    private partial void LogJoined(string name, Guid incarnation, int privateShard);

    [LoggerMessage(132, LogLevel.Warning, "Node {Name} ({Incarnation}) was replaced: its lease was not renewed in time. It joins again as a new incarnation.")]
    private partial void LogFenced(string name, Guid incarnation);

    [LoggerMessage(133, LogLevel.Information, "Node {Name} ({Incarnation}) gave its shards back and left.")]
    private partial void LogLeft(string name, Guid incarnation);

    [LoggerMessage(134, LogLevel.Warning, "Node {Name} ({Incarnation}) could not leave in order; its lease runs out by itself.")]
    private partial void LogLeaveFailed(Exception exception, string name, Guid incarnation);

    [LoggerMessage(135, LogLevel.Warning, "The lease could not be renewed; it holds for another {Remaining}.")]
    private partial void LogRenewFailed(Exception exception, TimeSpan remaining);

    [LoggerMessage(136, LogLevel.Error, "Node {Name} could not renew its lease in time: it handles nothing and its works are cancelled until it can.")]
    private partial void LogLapsed(string name);

    [LoggerMessage(137, LogLevel.Information, "Node {Name} renewed its lease and goes on.")]
    private partial void LogResumed(string name);
}
