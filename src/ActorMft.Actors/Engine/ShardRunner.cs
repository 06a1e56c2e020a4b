using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>
/// Runs one shard under one claim: takes messages and due timers, decides, and commits round by round, one commit in flight.
/// </summary>
internal sealed partial class ShardRunner : IDisposable
{
    /// <summary>How often the keeper looks whether shards have something to do; a lost wake costs no more than this.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>The longest time without a look of the shard's own.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly EngineParts _parts;
    private readonly LeaseClock _clock;
    private readonly Action<IReadOnlyCollection<int>> _wakeShards;
    private readonly ILogger _logger;
    private readonly Signal _wake;
    private readonly ShardMemory _memory;
    private readonly WorkTable _works;
    private readonly TimerWatch _timers;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long _cursor;
    private long _scanEnd;
    private int _oneByOne;
    private bool _worksAreKnown;
    private int _isToLook;

    internal ShardRunner(
        EngineParts parts,
        ShardLease lease,
        LeaseClock clock,
        IMessenger messenger,
        Action<IReadOnlyCollection<int>> wakeShards)
    {
        _parts = parts;
        Lease = lease;
        _clock = clock;
        _wakeShards = wakeShards;
        _logger = parts.LoggerFactory.CreateLogger<ShardRunner>();
        _wake = new Signal(parts.Time);
        _memory = new ShardMemory(parts);
        _works = new WorkTable(parts, messenger);
        _timers = new TimerWatch(parts, lease.Shard, LongestWait);
    }

    internal ShardLease Lease { get; }

    /// <summary>Set when the store said that the shard has another owner.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>Its stopping, once that was begun; only its keeper's loop sets it.</summary>
    internal Task? Retirement { get; set; }

    /// <summary>From any thread.</summary>
    internal int CountEntities(string kind) => _memory.CountOf(kind);

    internal void Start() => _loop = LoopAsync();

    internal void Wake() => _wake.Set();

    /// <summary>Something waits, possibly a timer that this runner does not know of.</summary>
    internal void LookAgain()
    {
        Interlocked.Exchange(ref _isToLook, 1);
        _wake.Set();
    }

    internal void SuspendWork() => _works.Suspend();

    internal void ResumeWork()
    {
        _works.Resume();
        _wake.Set();
    }

    /// <summary>Ends after the commit in flight; cancels the works. Once only.</summary>
    internal async Task StopAsync()
    {
        _stop.Cancel();
        await _loop;
        await _works.StopAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync()
    {
        await Task.Yield();
        int failures = 0;
        while (!_stop.IsCancellationRequested && !IsLost)
        {
            if (!_clock.IsHeld)
            {
                await _wake.WaitAsync(LookEvery, _stop.Token);
                continue;
            }

            try
            {
                bool isIdle = !await RoundAsync();
                _memory.Passivate();
                if (isIdle)
                {
                    await _wake.WaitAsync(_timers.Wait > ShortestPause ? _timers.Wait : ShortestPause, _stop.Token);
                }

                failures = 0;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(failures++, 10));
                pause = pause < LongestPause ? pause : LongestPause;
                if (!_parts.Outage.Failed(exception))
                {
                    LogRoundFailed(exception, Lease.Shard, pause);
                }

                Forget();
                await new Signal(_parts.Time).WaitAsync(pause, _stop.Token);
            }
        }

        if (IsLost)
        {
            _ = _works.StopAsync();
        }
    }

    /// <summary>What is in memory may not be what is stored: read it again.</summary>
    private void Forget()
    {
        _memory.Clear();
        _worksAreKnown = false;
        _cursor = 0;
        _timers.Reset();
    }

    /// <summary>One look, one decision round, one commit.</summary>
    /// <returns>Whether there was anything, so that another look should follow at once.</returns>
    private async Task<bool> RoundAsync()
    {
        if (!_worksAreKnown)
        {
            _works.Reconcile(await _parts.Store.ReadWorkAsync(Lease.Shard, _stop.Token));
            _worksAreKnown = true;
        }

        if (Interlocked.Exchange(ref _isToLook, 0) == 1)
        {
            _timers.Reset();
        }

        IReadOnlyList<TimerRow> due = await _timers.ReadAsync(_stop.Token);
        IReadOnlyList<InboxRow> rows = await TakeAsync();
        Round round = new(_parts, Lease, _memory, () => _clock.IsHeld && !_stop.IsCancellationRequested, _oneByOne > 0 ? 1 : int.MaxValue);
        await round.DecideAsync([.. due.Select(Input.From), .. rows.Select(Input.From)]);
        try
        {
            if (!round.Commit.IsEmpty && !await CommitAsync(round.Commit))
            {
                return true;
            }
        }
        catch (StoreException exception) when (exception.Failure == StoreFailure.Unstorable)
        {
            Forget();
            await FindUnstorableAsync(round.Decided, exception);
            return true;
        }

        _oneByOne = Math.Max(0, _oneByOne - 1);
        foreach ((EntityId entity, Exception exception) in round.Broken)
        {
            LogEntityBroken(exception, entity);
        }

        foreach ((Input input, Exception exception) in round.Failures)
        {
            await RecordFailureAsync(input, exception);
        }

        if (round.Failures.Count > 0 || round.WasCutShort)
        {
            _timers.Reset();
        }

        bool isScanOver = round.Failures.Count > 0 || round.WasCutShort || rows.Count < _parts.Options.BatchLimit || rows[^1].Sequence >= _scanEnd;
        _cursor = isScanOver ? 0 : rows[^1].Sequence;
        return !round.Commit.IsEmpty || round.Failures.Count > 0 || !isScanOver;
    }

    /// <summary>
    /// The next page of a scan. A message may become visible behind the cursor, because sequences are not committed in order; its
    /// sender's later messages then have sequences behind everything that was there when the scan began. So a scan ends there and the
    /// next one starts from 0: that keeps the order of each sender.
    /// </summary>
    private async Task<IReadOnlyList<InboxRow>> TakeAsync()
    {
        InboxPage page = await _parts.Store.TakeAsync(Lease.Shard, _cursor, _parts.Options.BatchLimit, _stop.Token);
        if (_cursor > 0)
        {
            return [.. page.Rows.TakeWhile(row => row.Sequence <= _scanEnd)];
        }

        _scanEnd = page.LastSequence;
        return page.Rows;
    }

    /// <returns>Whether it was committed; when not, the shard is lost or will be read again.</returns>
    private async Task<bool> CommitAsync(CommitBuilder builder)
    {
        ShardCommit commit = builder.Build();

        // Not cancellable: a commit that may have happened must be waited for.
        switch (await _parts.Store.CommitAsync(commit, CancellationToken.None))
        {
            case CommitOutcome.Fenced:
                LogLost(Lease.Shard, Lease.Epoch);
                IsLost = true;
                return false;
            case CommitOutcome.Conflict:
                throw new InvalidOperationException(
                    $"Shard {Lease.Shard}: what is stored is not what this batch was decided on. Its entities are read again.");
        }

        if (commit.SetTimers.Count > 0)
        {
            _timers.Reset();
        }

        _works.Apply(builder.Works);
        _wakeShards(builder.ShardsToWake);
        foreach (RequestChange change in commit.Requests)
        {
            _parts.Waiters.Tell(change.RequestId, change);
        }

        _parts.Views.Tell(builder.ChangedViews());
        return true;
    }

    /// <summary>
    /// A decision that cannot be stored must not hold up the shard: the messages of its round are handled one by one, and the one
    /// whose decision it is has failed.
    /// </summary>
    private Task FindUnstorableAsync(List<Input> decided, StoreException exception)
    {
        if (decided is [var only])
        {
            return RecordFailureAsync(only, exception);
        }

        _oneByOne = decided.Count;
        return Task.CompletedTask;
    }

    private async Task RecordFailureAsync(Input input, Exception exception)
    {
        FailedAttempt attempt = new(
            Lease,
            input.InboxSequence,
            input.TimerName is { } name ? new TimerKey(input.Entity, name) : null,
            input.MessageId,
            exception.ToString(),
            _parts.Options.MaxAttempts,
            _parts.Options.RequestRetention);
        switch (await _parts.Store.RecordFailureAsync(attempt, CancellationToken.None))
        {
            case AttemptOutcome.Counted:
                LogAttemptFailed(exception, input.Entity, input.Message.Type, input.MessageId, input.Attempts + 1, _parts.Options.MaxAttempts);
                break;
            case AttemptOutcome.DeadLettered:
                LogDeadLetter(exception, input.Entity, input.Message.Type, input.MessageId);
                if (input.RequestId is not null)
                {
                    _parts.Waiters.Tell(input.RequestId);
                }

                break;
            case AttemptOutcome.Fenced:
                IsLost = true;
                break;
        }
    }

    [LoggerMessage(111, LogLevel.Warning, "Shard {Shard}: a round failed; its state is read again in {Pause}.")]
    private partial void LogRoundFailed(Exception exception, int shard, TimeSpan pause);

    [LoggerMessage(112, LogLevel.Warning, "Shard {Shard} was claimed by another node; what epoch {Epoch} still wanted to commit was refused.")]
    private partial void LogLost(int shard, long epoch);

    [LoggerMessage(113, LogLevel.Warning, "{Entity} could not handle {Type} {MessageId} (attempt {Attempt} of {Limit}).")]
    private partial void LogAttemptFailed(Exception exception, EntityId entity, string type, string messageId, int attempt, int limit);

    [LoggerMessage(114, LogLevel.Error, "{Entity} could not handle {Type} {MessageId} in any attempt; it is a dead letter now and the entity goes on.")]
    private partial void LogDeadLetter(Exception exception, EntityId entity, string type, string messageId);

    [LoggerMessage(115, LogLevel.Error, "{Entity} could not be read; its messages wait.")]
    private partial void LogEntityBroken(Exception exception, EntityId entity);
}
