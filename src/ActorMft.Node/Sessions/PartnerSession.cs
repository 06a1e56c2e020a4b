using System.Collections.Concurrent;
using ActorMft.Domain.Sessions;
using ActorMft.Node.Management;

namespace ActorMft.Node.Sessions;

/// <summary>A partner's session while its connection is open: what it does now, when it is idle, and its end.</summary>
internal sealed class PartnerSession : IDisposable
{
    private static readonly TimeSpan _longestLook = TimeSpan.FromMinutes(1);

    private readonly Func<TimeSpan> _idleTimeout;
    private readonly Func<string, ValueTask> _disconnect;
    private readonly TimeProvider _time;
    private readonly ITimer _idleTimer;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _isReported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> _openPaths = new(StringComparer.Ordinal);
    private string? _closingReason;
    private long _lastCommandTicks;
    private int _inProgress;
    private long _received;
    private long _sent;

    /// <summary>Starts to watch a session.</summary>
    /// <param name="identity">Whose it is.</param>
    /// <param name="idleTimeout">The endpoint's idle timeout at the time of asking.</param>
    /// <param name="disconnect">Tells the partner a sentence and ends the connection.</param>
    /// <param name="time">The clock.</param>
    public PartnerSession(SessionIdentity identity, Func<TimeSpan> idleTimeout, Func<string, ValueTask> disconnect, TimeProvider time)
    {
        Identity = identity;
        _idleTimeout = idleTimeout;
        _disconnect = disconnect;
        _time = new SteadyTime(time);
        _lastCommandTicks = _time.GetUtcNow().UtcTicks;
        _idleTimer = time.CreateTimer(_ => LookAtIdleTime(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        LookAtIdleTime();
    }

    public SessionIdentity Identity { get; }

    /// <summary>Completes with a sentence when the connection has ended.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Completes after the end with whether the connection has told the session's actor of it; when not, its work has to.</summary>
    public Task<bool> IsReported => _isReported.Task;

    /// <summary>What the session's actor is told, once the connection has ended.</summary>
    public async Task<SessionEnded> EndAsync() => new(await Ended, BytesReceived, BytesSent);

    /// <summary>Bytes received in uploads.</summary>
    public long BytesReceived => Volatile.Read(ref _received);

    /// <summary>Bytes sent in downloads.</summary>
    public long BytesSent => Volatile.Read(ref _sent);

    private DateTimeOffset LastCommandAt => new(Volatile.Read(ref _lastCommandTicks), TimeSpan.Zero);

    /// <summary>An SFTP request came in. SSH keep-alives never get here.</summary>
    public void OnCommand() => Volatile.Write(ref _lastCommandTicks, _time.GetUtcNow().UtcTicks);

    /// <summary>A request that may take long is being carried out; until <see cref="EndCommand"/> the session isn't idle.</summary>
    public void BeginCommand() => Interlocked.Increment(ref _inProgress);

    public void EndCommand()
    {
        OnCommand();
        Interlocked.Decrement(ref _inProgress);
    }

    public void AddReceived(long bytes) => Interlocked.Add(ref _received, bytes);

    public void AddSent(long bytes) => Interlocked.Add(ref _sent, bytes);

    public void Opened(string path) => _openPaths.AddOrUpdate(path, 1, (_, count) => count + 1);

    public void Closed(string path)
    {
        if (_openPaths.AddOrUpdate(path, 0, (_, count) => count - 1) <= 0)
        {
            _openPaths.TryRemove(new KeyValuePair<string, int>(path, 0));
        }
    }

    /// <summary>What it does now.</summary>
    public LiveSession Look() => new(BytesReceived, BytesSent, LastCommandAt, [.. _openPaths.Keys.Order(StringComparer.Ordinal)]);

    /// <summary>Ends the connection; the partner is told why. The first reason stands.</summary>
    public async ValueTask CloseAsync(string reason)
    {
        Interlocked.CompareExchange(ref _closingReason, reason, null);
        await _disconnect(_closingReason);
    }

    /// <summary>The connection has ended.</summary>
    /// <param name="reason">Why, unless this side had a reason of its own.</param>
    public void End(string reason)
    {
        _idleTimer.Dispose();
        _ended.TrySetResult(Volatile.Read(ref _closingReason) ?? reason);
    }

    /// <summary>Its actor was told of the end, or couldn't be.</summary>
    public void EndReported(bool isStored) => _isReported.TrySetResult(isStored);

    public void Dispose() => _idleTimer.Dispose();

    private void LookAtIdleTime()
    {
        var timeout = _idleTimeout();
        var now = _time.GetUtcNow();
        var deadline = IdleRule.Deadline(LastCommandAt, timeout, Volatile.Read(ref _inProgress));
        if (deadline <= now)
        {
            _ = Task.Run(() => CloseAsync(IdleRule.Reason(timeout)).AsTask());
            return;
        }

        var wait = (deadline ?? (now + (timeout > TimeSpan.Zero ? timeout : _longestLook))) - now;
        _idleTimer.Change(wait < _longestLook ? wait : _longestLook, Timeout.InfiniteTimeSpan);
    }
}
