using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>
/// One session's way to a mount's remote server: a connection out of the remote's pool, held while the session uses the mount and a little
/// longer. A failure is remembered for a moment, so that a client that goes through a tree doesn't wait for each name.
/// </summary>
/// <param name="rent">Waits for a connection.</param>
/// <param name="directory">The directory that the mount shows, by where the login lands.</param>
/// <param name="time">The clock.</param>
internal sealed class MountConnection(Func<CancellationToken, Task<RemoteLease>> rent, Func<string, string> directory, TimeProvider time) : IAsyncDisposable
{
    private const int MaxTries = 3;

    private static readonly TimeSpan _keepIdle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _rememberFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private MountLease? _lease;
    private ITimer? _idle;
    private Task? _renting;
    private RemoteException? _failure;
    private long _failedAt;

    /// <param name="route">The mounts that the request comes through, this one included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">The remote can't be used now.</exception>
    /// <exception cref="OperationCanceledException">The mount is gone.</exception>
    public async ValueTask<MountUse> UseAsync(MountRoute route, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            Task renting;
            lock (_gate)
            {
                if (_lease is { IsUsable: true } lease)
                {
                    lease.Users++;
                    lease.Tell(route);
                    return new MountUse(this, lease);
                }

                if (_failure is not null && time.GetElapsedTime(_failedAt) < _rememberFailure)
                {
                    throw new RemoteException(_failure.Step, _failure.Message, _failure.IsTransient, _failure);
                }

                renting = _renting ??= Task.Run(RentAsync, CancellationToken.None);
            }

            await renting.WaitAsync(cancellationToken);
        }

        throw new RemoteException(ConnectStep.Directory, "The connection ended as soon as it was made.", isTransient: true);
    }

    /// <summary>Ends what is under way, and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task? renting;
        lock (_gate)
        {
            renting = _renting;
        }

        await (renting ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        MountLease? lease;
        lock (_gate)
        {
            lease = _lease;
            _lease = null;
            _idle?.Dispose();
            if (lease is { Users: > 0 })
            {
                lease.Break();
            }
        }

        if (lease is not null)
        {
            await lease.GiveBackAsync();
        }
    }

    internal void Break(MountLease lease)
    {
        lock (_gate)
        {
            lease.Break();
        }
    }

    internal void Leave(MountLease lease)
    {
        lock (_gate)
        {
            if (--lease.Users > 0)
            {
                return;
            }

            if (lease == _lease && lease.IsUsable)
            {
                _idle ??= time.CreateTimer(_ => ReturnIdle(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _idle.Change(_keepIdle, Timeout.InfiniteTimeSpan);
                return;
            }

            _lease = lease == _lease ? null : _lease;
        }

        _ = lease.GiveBackAsync().AsTask();
    }

    private void ReturnIdle()
    {
        MountLease lease;
        lock (_gate)
        {
            if (_lease is not { Users: 0 })
            {
                return;
            }

            lease = _lease;
            _lease = null;
        }

        _ = lease.GiveBackAsync().AsTask();
    }

    private async Task RentAsync()
    {
        MountLease? former = null;
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            var rented = await rent(_stop.Token);
            var lease = new MountLease(rented, SftpPath.Normalize(directory(rented.Connection.LoginDirectory)));
            lock (_gate)
            {
                // With users it ends with the last of them.
                former = _lease is { Users: 0 } ? _lease : null;
                _lease = lease;
                _failure = null;
            }
        }
        catch (RemoteException exception)
        {
            lock (_gate)
            {
                _failure = exception;
                _failedAt = time.GetTimestamp();
            }

            throw;
        }
        finally
        {
            lock (_gate)
            {
                _renting = null;
            }
        }

        if (former is not null)
        {
            await former.GiveBackAsync();
        }
    }
}
