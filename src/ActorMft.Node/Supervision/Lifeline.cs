using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Supervision;

/// <summary>
/// A thread of its own that ends the node's hold on the cluster at its deadline, however busy the thread pool is, and that tells the
/// service manager's watchdog that the node is well.
/// </summary>
internal sealed partial class Lifeline : IDisposable
{
    private static readonly TimeSpan _longestTick = TimeSpan.FromSeconds(1);

    private readonly Vitals _vitals;
    private readonly ServiceManager? _manager;
    private readonly WatchdogRule? _rule;
    private readonly TimeSpan _poolPatience;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly TimeSpan _tick;
    private string _status = "";
    private bool _wasWell = true;
    private long _pulseSentAt;
    private int _pulseIsOut;

    /// <param name="vitals">What it looks at.</param>
    /// <param name="manager">Told, if there is one.</param>
    /// <param name="lease"><c>cluster.lease</c>.</param>
    /// <param name="time">The clock; waiting is by the system's.</param>
    /// <param name="logger">Takes what the watchdog is not told and why.</param>
    public Lifeline(Vitals vitals, ServiceManager? manager, TimeSpan lease, TimeProvider time, ILogger<Lifeline> logger)
    {
        _vitals = vitals;
        _manager = manager;
        _time = time;
        _logger = logger;
        _tick = lease / 20;
        _poolPatience = lease;
        if (manager?.Watchdog is { } watchdog)
        {
            _rule = new WatchdogRule(watchdog, lease);

            // Ten times in its time, where three would do for the watchdog: the last promise before a lapse has to be a late one.
            _tick = _tick < watchdog / 10 ? _tick : watchdog / 10;
            if (!_rule.CanPromise)
            {
                LogWatchdogTooSlow(watchdog.TotalSeconds, lease.TotalSeconds);
            }
        }

        _tick = _tick < _longestTick ? _tick : _longestTick;
        _thread = new Thread(Run) { IsBackground = true, Name = "lifeline" };
    }

    public void Start() => _thread.Start();

    /// <summary>The node accepts connections.</summary>
    public void TellReady() => _manager?.Tell("READY=1");

    /// <summary>The node drains.</summary>
    public void TellStopping() => _manager?.Tell("STOPPING=1");

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _manager?.Dispose();
        _stop.Dispose();
    }

    /// <summary>One look.</summary>
    internal void Look()
    {
        _vitals.CheckDeadline();
        if (_manager is null)
        {
            return;
        }

        var remaining = _vitals.Remaining();
        TellStatus(remaining is not null);
        if (_rule is null)
        {
            return;
        }

        var trouble = Trouble(remaining);
        if (trouble is null)
        {
            _manager.Tell("WATCHDOG=1");
        }
        else if (_wasWell)
        {
            LogNotWell(trouble);
        }

        _wasWell = trouble is null;
    }

    private void Run()
    {
        while (!_stop.Wait(_tick))
        {
            try
            {
                Look();
            }
            catch (Exception exception)
            {
                LogLookFailed(exception);
            }
        }
    }

    private string? Trouble(TimeSpan? remaining)
    {
        if (!_vitals.LoopsRun())
        {
            return "the engine's loops stand still";
        }

        if (!PoolAnswers())
        {
            return "the thread pool does not answer";
        }

        return _rule!.MayTell(remaining, _vitals.OpenSockets()) ? null : "the lease was not renewed in time and connections to remote servers may be open";
    }

    private bool PoolAnswers()
    {
        if (Interlocked.Exchange(ref _pulseIsOut, 1) == 0)
        {
            _pulseSentAt = _time.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(static line => Volatile.Write(ref line._pulseIsOut, 0), this, preferLocal: false);
            return true;
        }

        return _time.GetElapsedTime(_pulseSentAt) < _poolPatience;
    }

    private void TellStatus(bool isHeld)
    {
        var status = isHeld ? _vitals.Phase() : $"{_vitals.Phase()}; no lease: it was not renewed in time, connections to remote servers are closed until it is";
        if (!string.Equals(status, _status, StringComparison.Ordinal))
        {
            _status = status;
            _manager!.Tell($"STATUS={status}");
        }
    }

    [LoggerMessage(EventId = 122, Level = LogLevel.Warning, Message = "WatchdogSec is {Watchdog} s and cluster.lease {Lease} s: a frozen node may be killed too late to keep to the remotes' maxConnections. Set WatchdogSec to half of the lease")]
    private partial void LogWatchdogTooSlow(double watchdog, double lease);

    [LoggerMessage(EventId = 123, Level = LogLevel.Error, Message = "The watchdog isn't told that the node is well: {Trouble}")]
    private partial void LogNotWell(string trouble);

    [LoggerMessage(EventId = 124, Level = LogLevel.Error, Message = "The node's lifeline failed at one look")]
    private partial void LogLookFailed(Exception exception);
}
