using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Pools;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Remotes;

/// <summary>
/// This node's connections to one remote server: each under a slot of the cluster's cap, used by one transfer at a time and again by
/// the next, closed after a while without use and when other nodes wait. As many are made as transfers wait, a few at a time.
/// </summary>
internal sealed partial class RemotePool : IAsyncDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly UsableRemote _remote;
    private readonly SlottedConnector _connector;
    private readonly SlotLine _line;
    private readonly Func<LeaseHold?> _hold;
    private readonly ShareWatch _watch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly WaitingLine _waiting = new();
    private readonly OpenConnections _open;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _looking;
    private int _isLooking;
    private bool _isDisposed;

    /// <summary>Makes the pool; no connection is made before one is asked for.</summary>
    /// <param name="name">The remote's name for messages.</param>
    /// <param name="findRemote">Looks the remote up in the present catalog.</param>
    /// <param name="connect">Makes a connection.</param>
    /// <param name="line">The line for slots.</param>
    /// <param name="hold">The present hold on the cluster; connections end with theirs.</param>
    /// <param name="readRow">Reads the pool's row: who holds, who waits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes failed connects.</param>
    public RemotePool(
        string name,
        Func<CatalogEntry?> findRemote,
        Func<CatalogEntry, LeaseHold, ConnectTrace, CancellationToken, Task<IRemoteConnection>> connect,
        SlotLine line,
        Func<LeaseHold?> hold,
        Func<CancellationToken, Task<PoolRow?>> readRow,
        TimeProvider time,
        ILogger logger)
    {
        _remote = new UsableRemote(name, findRemote);
        _connector = new SlottedConnector(_remote, connect, line, time);
        _open = new OpenConnections(_remote, time);
        _line = line;
        _hold = hold;
        Trials = new RemoteTrials(_remote, _connector, hold, _stop.Token);
        _watch = new ShareWatch(line, hold, readRow);
        _time = time;
        _logger = logger;
        _looking = time.CreateTimer(_ => _ = LookAsync(), state: null, _lookEvery, _lookEvery);
    }

    /// <summary>Connections that are made only to see whether it works.</summary>
    public RemoteTrials Trials { get; }

    /// <summary>How it stands with the slots, as a phrase; null when nobody waits for one.</summary>
    public string? SlotReason => _line.Reason;

    /// <summary>Waits for a connection.</summary>
    /// <param name="party">Whom it is for; parties take turns.</param>
    /// <param name="patience">How long to wait in line.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <exception cref="RemoteException">The remote can't be used now.</exception>
    public async Task<RemoteLease> RentAsync(string party, TimeSpan patience, CancellationToken cancellationToken)
    {
        _remote.Get();
        var waiter = new Waiter(party, _time.GetTimestamp(), patience);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_stop.IsCancellationRequested && TakeIdle() is { } held)
            {
                return LeaseOf(held);
            }

            _waiting.Add(waiter);
            ConnectForWaiters();
        }

        await using var registration = cancellationToken.Register(() => Leave(waiter, cancellationToken));
        return await waiter.Task;
    }

    /// <summary>Closes the connections that nobody uses.</summary>
    public async ValueTask CloseIdleAsync()
    {
        List<HeldConnection> idle;
        lock (_gate)
        {
            idle = _open.TakeAll();
        }

        await DropAllAsync(idle);
    }

    /// <summary>Makes no connection any more and closes each as soon as nobody uses it. Who waits goes on waiting.</summary>
    public async ValueTask RetireAsync()
    {
        await _stop.CancelAsync();
        await CloseIdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking.DisposeAsync();
        lock (_gate)
        {
            _isDisposed = true;
            FailWaiters(new ObjectDisposedException(nameof(RemotePool)));
        }

        await CloseIdleAsync();
    }

    private void ConnectForWaiters()
    {
        while (!_stop.IsCancellationRequested && _open.TryBegin(_waiting.Count))
        {
            _ = Task.Run(ConnectAsync);
        }
    }

    private async Task ConnectAsync()
    {
        var hold = _hold();
        try
        {
            if (hold is null)
            {
                await Task.Delay(_pauseAfterFailure, _time, _stop.Token);
                return;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, hold.Ended);
            if (await _connector.ConnectAsync(hold, HasWaiters, new ConnectTrace(_time), limit.Token) is { } held)
            {
                lock (_gate)
                {
                    _open.Opened();
                }

                await OfferAsync(held);
            }
        }
        catch (Exception exception) when (_stop.IsCancellationRequested || hold is { IsHeld: false })
        {
            // The node leaves, or has lost touch with the database: who waits is cancelled with its work, or served later.
            LogNotConnected(_remote.Name, exception.Message);
        }
        catch (Exception exception)
        {
            LogNotConnected(_remote.Name, exception.Message);
            await FailedAsync(exception);
        }
        finally
        {
            lock (_gate)
            {
                _open.EndConnecting();
                ConnectForWaiters();
            }
        }
    }

    /// <summary>With no connection open everybody who waits is told; with some open they wait for those.</summary>
    private async Task FailedAsync(Exception exception)
    {
        bool othersServe;
        lock (_gate)
        {
            othersServe = _open.Count > 0 && exception is RemoteException { IsTransient: true };
            if (!othersServe && exception is not StoreException)
            {
                FailWaiters(exception);
            }
        }

        if (othersServe || exception is StoreException)
        {
            await Task.Delay(_pauseAfterFailure, _time, CancellationToken.None);
        }
    }

    private async ValueTask OfferAsync(HeldConnection held)
    {
        held.IdleSince = _time.GetTimestamp();
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested && _open.IsToKeep(held) && !Trials.AreInLine)
            {
                while (_waiting.Take() is { } waiter)
                {
                    if (waiter.TryServe(LeaseOf(held)))
                    {
                        return;
                    }
                }

                _open.Rest(held);
                return;
            }
        }

        await DropAsync(held);
    }

    private ValueTask GiveBackAsync(HeldConnection held, bool isBroken) => isBroken ? DropAsync(held) : OfferAsync(held);

    private async ValueTask DropAsync(HeldConnection held)
    {
        await _connector.CloseAsync(held);
        lock (_gate)
        {
            _open.Closed();
            ConnectForWaiters();
        }
    }

    private async ValueTask DropAllAsync(List<HeldConnection> connections) =>
        await Task.WhenAll(connections.Select(held => DropAsync(held).AsTask()));

    private HeldConnection? TakeIdle()
    {
        _ = DropAllAsync(_open.TakeUnusable()).AsTask();
        return _open.TakeLast();
    }

    /// <summary>Follows what the cluster says about the remote, closes what is not needed, and tells who has waited in vain.</summary>
    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        List<HeldConnection> unneeded;
        try
        {
            var share = await _watch.ReadAsync(_open.Share, _open.HasAny, _stop.Token);
            lock (_gate)
            {
                _open.Share = share;
                unneeded = _open.TakeUnneeded();
                _waiting.Fail(waiter => waiter.IsOverdue(_time), NotInTime);
                FailWaitersOfUnusable();
                ConnectForWaiters();
            }
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }

        await DropAllAsync(unneeded);
    }

    private RemoteException NotInTime(Waiter waiter) => new(
        ConnectStep.Slot,
        $"No connection to '{_remote.Name}' became free within {waiter.Patience.TotalSeconds:0} s ({_line.Reason ?? "all of this node's were in use"}).",
        isTransient: true);

    private void FailWaitersOfUnusable()
    {
        try
        {
            _remote.Get();
        }
        catch (RemoteException exception)
        {
            FailWaiters(exception);
        }
    }

    private RemoteLease LeaseOf(HeldConnection held) => new(held.Connection, isBroken => GiveBackAsync(held, isBroken));

    private bool HasWaiters()
    {
        lock (_gate)
        {
            return _waiting.Count > 0;
        }
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _waiting.Remove(waiter);
        }

        waiter.Cancel(cancellationToken);
    }

    private void FailWaiters(Exception exception) => _waiting.Fail(static _ => true, _ => exception);

    [LoggerMessage(EventId = 3210, Level = LogLevel.Warning, Message = "No connection to {Remote}: {Reason}")]
    private partial void LogNotConnected(string remote, string reason);
}
