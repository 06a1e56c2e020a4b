using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Remotes;

/// <summary>
/// This node's connections to one remote server: each under a slot of the cluster's cap, used by one transfer at a time and again by
/// the next, closed after a while without use. As many are made as transfers wait, a few at a time.
/// </summary>
internal sealed partial class RemotePool : IAsyncDisposable
{
    /// <summary>Servers refuse connections at random when too many log in at once (OpenSSH from 10 on).</summary>
    private const int MaxLogins = 4;

    private static readonly TimeSpan _sweepEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _keepIdle = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _name;
    private readonly Func<CatalogEntry?> _findRemote;
    private readonly Func<CatalogEntry, CancellationToken, Task<IRemoteConnection>> _connect;
    private readonly SlotLine _line;
    private readonly Func<Guid> _incarnation;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<RemoteLease>> _waiters = new();
    private readonly List<HeldConnection> _idle = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _sweeper;
    private int _open;
    private int _connecting;

    /// <summary>Makes the pool; no connection is made before one is asked for.</summary>
    /// <param name="name">The remote's name for messages.</param>
    /// <param name="findRemote">Looks the remote up in the present catalog.</param>
    /// <param name="connect">Makes a connection.</param>
    /// <param name="line">The line for slots.</param>
    /// <param name="incarnation">The node's present incarnation: slots of an earlier one are lost.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes failed connects.</param>
    public RemotePool(
        string name,
        Func<CatalogEntry?> findRemote,
        Func<CatalogEntry, CancellationToken, Task<IRemoteConnection>> connect,
        SlotLine line,
        Func<Guid> incarnation,
        TimeProvider time,
        ILogger logger)
    {
        _name = name;
        _findRemote = findRemote;
        _connect = connect;
        _line = line;
        _incarnation = incarnation;
        _time = time;
        _logger = logger;
        _sweeper = time.CreateTimer(_ => Sweep(), state: null, _sweepEvery, _sweepEvery);
    }

    /// <summary>Waits for a connection.</summary>
    /// <exception cref="RemoteException">The remote can't be used now.</exception>
    public async Task<RemoteLease> RentAsync(CancellationToken cancellationToken)
    {
        FindUsableRemote();
        var waiter = new TaskCompletionSource<RemoteLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            if (TakeIdle() is { } held)
            {
                return LeaseOf(held);
            }

            _waiters.AddLast(waiter);
            ConnectForWaiters();
        }

        await using var registration = cancellationToken.Register(() => Leave(waiter, cancellationToken));
        return await waiter.Task;
    }

    /// <summary>Closes the connections that nobody uses, so that the next one is made anew.</summary>
    public async ValueTask CloseIdleAsync()
    {
        List<HeldConnection> idle;
        lock (_gate)
        {
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var held in idle)
        {
            await DropAsync(held);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeper.DisposeAsync();
        lock (_gate)
        {
            FailWaiters(new ObjectDisposedException(nameof(RemotePool)));
        }

        await CloseIdleAsync();
    }

    private CatalogEntry FindUsableRemote()
    {
        var remote = _findRemote() ?? throw new RemoteException(ConnectStep.Slot, $"The remote '{_name}' isn't declared any more.", isTransient: false);
        if (remote.Remote?.DisabledReason is { } reason)
        {
            throw new RemoteException(ConnectStep.HostKey, reason, isTransient: true);
        }

        return ((RemoteSpec)remote.Spec).Enabled
            ? remote
            : throw new RemoteException(ConnectStep.Slot, $"The remote '{_name}' is disabled. Enable it to go on.", isTransient: true);
    }

    private void ConnectForWaiters()
    {
        var cap = (_findRemote()?.Spec as RemoteSpec)?.MaxConnections ?? 0;
        while (!_stop.IsCancellationRequested && _connecting < Math.Min(MaxLogins, _waiters.Count) && _open + _connecting < cap)
        {
            _connecting++;
            _ = Task.Run(ConnectAsync);
        }
    }

    private async Task ConnectAsync()
    {
        string? slot = null;
        try
        {
            slot = await _line.AcquireAsync(HasWaiters, _stop.Token);
            if (slot is not null)
            {
                var connection = await _connect(FindUsableRemote(), _stop.Token);
                var held = new HeldConnection(connection, slot, _incarnation(), _time.GetTimestamp());
                slot = null;
                lock (_gate)
                {
                    _open++;
                }

                await OfferAsync(held);
            }
        }
        catch (Exception exception)
        {
            LogNotConnected(_name, exception.Message);
            await FailedAsync(exception);
        }
        finally
        {
            if (slot is not null)
            {
                await _line.ReleaseAsync(slot);
            }

            lock (_gate)
            {
                _connecting--;
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
            othersServe = _open > 0 && exception is RemoteException { IsTransient: true };
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
            if (!_stop.IsCancellationRequested && IsUsable(held))
            {
                while (_waiters.First is { } first)
                {
                    _waiters.RemoveFirst();
                    if (first.Value.TrySetResult(LeaseOf(held)))
                    {
                        return;
                    }
                }

                _idle.Add(held);
                return;
            }
        }

        await DropAsync(held);
    }

    private ValueTask GiveBackAsync(HeldConnection held, bool isBroken) => isBroken ? DropAsync(held) : OfferAsync(held);

    private async ValueTask DropAsync(HeldConnection held)
    {
        await held.Connection.DisposeAsync();
        await _line.ReleaseAsync(held.Slot);
        lock (_gate)
        {
            _open--;
            ConnectForWaiters();
        }
    }

    private bool IsUsable(HeldConnection held) => held.IsUsable(_findRemote(), _incarnation(), _time);

    private HeldConnection? TakeIdle()
    {
        for (var index = _idle.Count - 1; index >= 0; index--)
        {
            var held = _idle[index];
            _idle.RemoveAt(index);
            if (IsUsable(held))
            {
                return held;
            }

            _ = DropAsync(held).AsTask();
        }

        return null;
    }

    private void Sweep()
    {
        List<HeldConnection> old;
        lock (_gate)
        {
            old = [.. _idle.Where(held => !IsUsable(held) || _time.GetElapsedTime(held.IdleSince) >= _keepIdle)];
            _idle.RemoveAll(old.Contains);
        }

        foreach (var held in old)
        {
            _ = DropAsync(held).AsTask();
        }
    }

    private RemoteLease LeaseOf(HeldConnection held) => new(held.Connection, isBroken => GiveBackAsync(held, isBroken));

    private bool HasWaiters()
    {
        lock (_gate)
        {
            return _waiters.Count > 0;
        }
    }

    private void Leave(TaskCompletionSource<RemoteLease> waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
        }

        waiter.TrySetCanceled(cancellationToken);
    }

    private void FailWaiters(Exception exception)
    {
        foreach (var waiter in _waiters)
        {
            waiter.TrySetException(exception);
        }

        _waiters.Clear();
    }

    [LoggerMessage(EventId = 3210, Level = LogLevel.Warning, Message = "No connection to {Remote}: {Reason}")]
    private partial void LogNotConnected(string remote, string reason);
}
