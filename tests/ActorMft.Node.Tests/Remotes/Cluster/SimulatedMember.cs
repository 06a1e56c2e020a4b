using System.Collections.Concurrent;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Node.Sessions;
using ActorMft.Node.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>
/// One process: the real pool of connections with users that keep it busy, and in a few lines what the engine, the kernel and the
/// watchdog do about its lease. Its clock stands still while it is frozen.
/// </summary>
internal sealed class SimulatedMember
{
    private readonly ManualTime _time = new();
    private readonly SimulatedPool _pool;
    private readonly Chance _chance;
    private readonly RemotePool _connections;
    private readonly ConcurrentDictionary<SimulatedSocket, bool> _sockets = new();
    private readonly WatchdogRule _rule = new(SimulatedCluster.Watchdog, SimulatedCluster.Lease);
    private readonly CancellationTokenSource _stop = new();
    private volatile TaskCompletionSource _running = new();
    private LeaseHold _hold;
    private TimeSpan _renewedAt;
    private TimeSpan _now;
    private int _served;

    public SimulatedMember(string name, SimulatedPool pool, Func<CatalogEntry?> findRemote, Chance chance, TimeSpan now)
    {
        _pool = pool;
        _chance = chance;
        _running.SetResult();
        _now = _renewedAt = ToldWatchdogAt = now;
        LeaseUntil = now + SimulatedCluster.Lease;
        _hold = NewHold(Guid.NewGuid());
        var messenger = new SimulatedMessenger(pool, this, chance);
        _connections = new RemotePool(
            "acme/bank",
            findRemote,
            ConnectAsync,
            new SlotLine("acme", "bank", messenger, new ThisNode(name, () => _hold.Incarnation, id => id), _time),
            () => _hold.IsHeld ? _hold : null,
            async _ =>
            {
                await RunningAsync();
                return IsCut ? throw new StoreException(StoreFailure.Unavailable, "cut off") : pool.Row;
            },
            _time,
            NullLogger.Instance);
        for (var user = 0; user < 9; user++)
        {
            _ = UseAsync($"flow-{user % 3}");
        }
    }

    public Guid Incarnation => _hold.Incarnation;

    public bool IsCut { get; set; }

    public bool IsFrozen => !_running.Task.IsCompleted;

    public int Served => Volatile.Read(ref _served);

    /// <summary>By the database's clock.</summary>
    public TimeSpan LeaseUntil { get; private set; }

    public TimeSpan ToldWatchdogAt { get; private set; }

    public Task RunningAsync() => _running.Task;

    public void Freeze() => _running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything that came due meanwhile happens at once.</summary>
    public void Thaw() => _running.TrySetResult();

    /// <summary>The kernel closes its sockets; nothing of it runs any more.</summary>
    public void Die()
    {
        Freeze();
        foreach (var socket in _sockets.Keys)
        {
            socket.Close();
        }
    }

    /// <summary>In good order, as a node that drains: works end, the hold ends, then others learn of it.</summary>
    public async Task LeaveAsync()
    {
        await _connections.RetireAsync();
        await _stop.CancelAsync();
        _hold.End();
        Freeze();
    }

    /// <summary>What the engine and the lifeline do at a moment.</summary>
    /// <param name="isDead">Whether the database says that this incarnation is dead.</param>
    public void Live(TimeSpan now, Func<Guid, bool> isDead)
    {
        var passed = now - _now;
        _now = now;
        if (_hold.Remaining == TimeSpan.Zero)
        {
            _hold.End();
        }

        if (!IsCut && now - _renewedAt >= SimulatedCluster.Lease / 3)
        {
            if (isDead(Incarnation))
            {
                _hold.End();
                _renewedAt = now;
                _hold = NewHold(Guid.NewGuid());
            }
            else
            {
                _renewedAt = now;
                _hold = _hold.IsHeld ? _hold : NewHold(Incarnation);
            }

            LeaseUntil = now + SimulatedCluster.Lease;
        }

        if (_rule.MayTell(_hold.IsHeld ? _hold.Remaining : null, _sockets.Count))
        {
            ToldWatchdogAt = now;
        }

        _time.Advance(passed);
    }

    private LeaseHold NewHold(Guid incarnation) => new(incarnation, () => Max(_renewedAt + (SimulatedCluster.Lease * 0.8) - _now));

    private static TimeSpan Max(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private async Task<IRemoteConnection> ConnectAsync(CatalogEntry remote, LeaseHold hold, ConnectTrace trace, CancellationToken cancellationToken)
    {
        await RunningAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(_chance.Below(400)), _time, cancellationToken);
        if (_chance.Of(10))
        {
            throw new RemoteException(ConnectStep.Tcp, "refused", isTransient: true);
        }

        if (!hold.IsHeld)
        {
            throw new RemoteException(ConnectStep.Slot, "no lease", isTransient: true);
        }

        var socket = new SimulatedSocket((RemoteSpec)remote.Spec, hold, closed =>
        {
            _sockets.TryRemove(closed, out _);
            _pool.Closed(closed.Incarnation);
        });
        _sockets.TryAdd(socket, true);
        _pool.Opened(hold.Incarnation);
        hold.OnEnd(socket.Close);
        return socket;
    }

    private async Task UseAsync(string flow)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var lease = await _connections.RentAsync(flow, TimeSpan.FromHours(24), _stop.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(_chance.Below(1500)), _time, _stop.Token);
                await RunningAsync();
                Interlocked.Increment(ref _served);
                if (_chance.Of(10))
                {
                    lease.Break();
                }
            }
            catch (Exception exception) when (exception is RemoteException or OperationCanceledException)
            {
                await Task.Yield();
            }
        }
    }
}
