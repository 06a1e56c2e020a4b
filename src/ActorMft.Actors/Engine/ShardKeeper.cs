using System.Collections.Concurrent;
using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>Looks after who owns which shard: declares the dead, claims, gives back, and runs what this incarnation owns.</summary>
internal sealed partial class ShardKeeper(EngineParts parts, Guid incarnation, LeaseClock clock, Func<ShardLease, IMessenger> messengerFor, Action<IReadOnlyCollection<int>> wakeShards)
{
    private readonly ILogger _logger = parts.LoggerFactory.CreateLogger<ShardKeeper>();
    private readonly ConcurrentDictionary<int, ShardRunner> _runners = [];
    private readonly ConcurrentDictionary<int, long> _givenBack = [];
    private readonly FreeWatch _free = new(parts.Time, parts.Options.Lease);
    private readonly StoreCleaning _cleaning = new(parts);
    private readonly BeatWatch _beats = new(parts.Time, parts.Options.Lease);
    private readonly Signal _look = new(parts.Time);
    private readonly Signal _watch = new(parts.Time);
    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leaveRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ClusterPicture? _recent;

    /// <summary>What the last look saw; null before the first.</summary>
    internal ClusterPicture? Recent => _recent;

    /// <summary>Completes after the first look that succeeded, or when the loop ended.</summary>
    internal Task FirstLook => _firstLook.Task;

    internal void Wake(int shard)
    {
        if (_runners.TryGetValue(shard, out ShardRunner? runner))
        {
            runner.Wake();
        }
    }

    /// <summary>Completes when the store says that this node shall leave.</summary>
    internal Task LeaveRequested => _leaveRequested.Task;

    internal void Look() => _look.Set();

    internal IReadOnlyList<EntityCount> CountEntities(string kind) =>
        [.. _runners.Values.Select(runner => new EntityCount(runner.Lease.Shard, runner.CountEntities(kind))).OrderBy(static count => count.Shard)];

    /// <summary>As <see cref="ShardRunner.TryHand"/>; false also when this incarnation doesn't run the shard.</summary>
    internal bool TryHand(HandedMessage message, ShardLease? fence) =>
        _runners.TryGetValue(message.Row.Shard, out ShardRunner? runner) && runner.TryHand(message, fence);

    internal void WakeAll()
    {
        foreach (ShardRunner runner in _runners.Values)
        {
            runner.Wake();
        }
    }

    internal bool Runs(int shard) => _runners.ContainsKey(shard);

    internal void SuspendWork()
    {
        foreach (ShardRunner runner in _runners.Values)
        {
            runner.SuspendWork();
        }
    }

    internal void ResumeWork()
    {
        foreach (ShardRunner runner in _runners.Values)
        {
            runner.ResumeWork();
        }

        _look.Set();
    }

    internal void Run(ShardLease lease)
    {
        ShardRunner runner = new(parts, lease, clock, messengerFor(lease), wakeShards);
        if (_runners.TryAdd(lease.Shard, runner))
        {
            runner.Start();
        }
        else
        {
            runner.Dispose();
        }
    }

    internal async Task LoopAsync(CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (clock.IsHeld)
                {
                    await LookAsync(stop);
                    _firstLook.TrySetResult();
                    await _cleaning.CleanAsync(stop);
                    parts.Outage.Answered();
                }
            }
            catch (Exception exception)
            {
                if (stop.IsCancellationRequested)
                {
                    break;
                }

                TellLookFailed(exception);
            }

            await _look.WaitAsync(parts.Options.Lease / 6, stop);
        }

        _firstLook.TrySetResult();
    }

    /// <summary>Looks for all shards at once whether they have something to do, so that an idle node asks little.</summary>
    internal async Task WatchAsync(CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            await _watch.WaitAsync(ShardRunner.LookEvery, stop);
            try
            {
                if (clock.IsHeld && !_runners.IsEmpty)
                {
                    foreach (int shard in await parts.Store.FindWaitingAsync([.. _runners.Keys.Order()], stop))
                    {
                        if (_runners.TryGetValue(shard, out ShardRunner? runner))
                        {
                            runner.LookAgain();
                        }
                    }
                }
            }
            catch (Exception exception)
            {
                if (!stop.IsCancellationRequested)
                {
                    TellLookFailed(exception);
                }
            }
        }
    }

    /// <summary>Stops all shards without giving them back. Completes when nothing of them runs any more.</summary>
    internal Task StopAllAsync()
    {
        foreach (ShardRunner runner in _runners.Values)
        {
            Retire(runner, release: false);
        }

        return Task.WhenAll(_runners.Values.Select(static runner => runner.Retirement ?? Task.CompletedTask));
    }

    private async Task LookAsync(CancellationToken stop)
    {
        ClusterPicture picture = await parts.Store.ReadClusterAsync(stop);
        IReadOnlyList<NodeMember> suspects = _beats.Suspects([.. picture.Nodes.Where(node => node.Incarnation != incarnation)]);
        foreach (NodeMember suspect in suspects)
        {
            if (await parts.Store.DeclareDeadAsync(suspect.Incarnation, suspect.Beat, stop))
            {
                LogDeclaredDead(suspect.Name, suspect.Incarnation);
            }
        }

        if (suspects.Count > 0)
        {
            picture = await parts.Store.ReadClusterAsync(stop);
        }

        _recent = picture;
        FollowPicture(picture);
        await ClaimAsync(picture, stop);
        IReadOnlyList<(int, Guid)> moves = ShardPlan.Moves(picture, incarnation);
        if (moves.Count > 0)
        {
            await parts.Store.SetDesiredOwnersAsync(moves, stop);
        }
    }

    /// <summary>Runs what is ours, stops what is not, and lets go what is to move.</summary>
    private void FollowPicture(ClusterPicture picture)
    {
        IReadOnlyList<Guid> alive = ShardPlan.Alive(picture);
        if (picture.Nodes.Any(node => node.Incarnation == incarnation && node.IsLeaving))
        {
            _leaveRequested.TrySetResult();
        }

        bool isHandingOver = _leaveRequested.Task.IsCompleted && alive.Count > 0 && !alive.Contains(incarnation);
        foreach (ShardStatus shard in picture.Shards)
        {
            bool isOurs = shard.Owner == incarnation;
            bool isToMove = (shard.DesiredOwner is { } desired && desired != incarnation && alive.Contains(desired))
                || (isHandingOver && shard.PrivateTo is null);
            if (_runners.TryGetValue(shard.Shard, out ShardRunner? runner))
            {
                if (!isOurs || runner.Lease.Epoch != shard.Epoch || runner.IsLost)
                {
                    Retire(runner, release: false);
                }
                else if (isToMove)
                {
                    Retire(runner, release: true);
                }
            }
            else if (isOurs && shard.Epoch > _givenBack.GetValueOrDefault(shard.Shard, -1))
            {
                // What was given back while the picture was on its way is not ours any more.
                Run(new ShardLease(shard.Shard, incarnation, shard.Epoch));
            }
        }
    }

    private async Task ClaimAsync(ClusterPicture picture, CancellationToken stop)
    {
        List<int> claims = [.. ShardPlan.Claims(picture, incarnation, _free.Stayed(picture)).Where(shard => !_runners.ContainsKey(shard))];
        if (claims.Count > 0)
        {
            foreach (ShardLease lease in await parts.Store.ClaimAsync(incarnation, claims, stop))
            {
                Run(lease);
            }
        }
    }

    private void Retire(ShardRunner runner, bool release) => runner.Retirement ??= RetireAsync(runner, release);

    private async Task RetireAsync(ShardRunner runner, bool release)
    {
        await runner.StopAsync();
        if (release)
        {
            try
            {
                await parts.Store.ReleaseAsync(runner.Lease, CancellationToken.None);
                _givenBack[runner.Lease.Shard] = runner.Lease.Epoch;
            }
            catch (Exception exception)
            {
                // Still ours in the store: the next look runs it again.
                LogReleaseFailed(exception, runner.Lease.Shard);
            }
        }

        _runners.TryRemove(runner.Lease.Shard, out _);
        runner.Dispose();
        _look.Set();
    }

    private void TellLookFailed(Exception exception)
    {
        if (!parts.Outage.Failed(exception))
        {
            LogLookFailed(exception);
        }
    }

    [LoggerMessage(121, LogLevel.Warning, "The look at members and shards failed; the next one follows.")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(122, LogLevel.Warning, "Node {Name} ({Incarnation}) did not renew its lease and is dead; its shards are claimed.")]
    private partial void LogDeclaredDead(string name, Guid incarnation);

    [LoggerMessage(123, LogLevel.Warning, "Shard {Shard} could not be given back.")]
    private partial void LogReleaseFailed(Exception exception, int shard);
}
