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
    private static readonly RetryPause Pause = new(first: TimeSpan.FromMilliseconds(50), longest: TimeSpan.FromSeconds(5));

    private readonly EngineParts _parts;
    private readonly LeaseClock _clock;
    private readonly Action<IReadOnlyCollection<int>> _wakeShards;
    private readonly ILogger _logger;
    private readonly Signal _wake;
    private readonly ShardMemory _memory;
    private readonly WorkTable _works;
    private readonly TimerWatch _timers;
    private readonly HandedMessages _handed;
    private readonly FailedInputs _failed;
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
        _handed = new HandedMessages(parts.Options.BatchLimit);
        _failed = new FailedInputs(parts, lease);
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

    /// <summary>Hands a message of this shard over for the next round, without storing it. From any thread.</summary>
    /// <param name="fence">The claim under which it is sent; one that is not this runner's is checked only where it is stored.</param>
    /// <returns>False: it has to be stored.</returns>
    internal bool TryHand(HandedMessage message, ShardLease? fence)
    {
        bool isTaken = (fence is null || fence == Lease) && _handed.TryAdd(message);
        if (isTaken)
        {
            _wake.Set();
        }

        return isTaken;
    }

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
                _handed.Close();
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
                TimeSpan pause = Pause.After(failures++);
                if (!_parts.Outage.Failed(exception))
                {
                    LogRoundFailed(exception, Lease.Shard, pause);
                }

                _handed.Close();
                Forget();
                await new Signal(_parts.Time).WaitAsync(pause, _stop.Token);
            }
        }

        _handed.Close();
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
    /// <returns>Whether another look should follow at once: something was stored, and more may be, or something that was handed over is left.</returns>
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

        // Before the look: what their senders stored earlier is found by it, and goes first.
        using HandedBatch handed = _handed.Take();
        bool isFromStart = _cursor == 0;
        InboxPage page = await TakeAsync(handed.RequestsInQuestion);
        IReadOnlyList<InboxRow> rows = page.Rows;
        bool isAll = isFromStart && rows.Count < _parts.Options.BatchLimit;
        Round round = new(_parts, Lease, _memory, () => _clock.IsHeld && !_stop.IsCancellationRequested, _oneByOne > 0 ? 1 : int.MaxValue);
        await round.DecideAsync([.. due.Select(Input.From), .. rows.Select(Input.From), .. handed.Behind(page, isAll).Select(Input.From)]);
        try
        {
            if (!round.Commit.IsEmpty && !await CommitAsync(round))
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
        if (isScanOver && _oneByOne == 0)
        {
            _handed.Open();
        }
        else
        {
            _handed.Close();
        }

        return round.Decided.Exists(static input => input.Handed is null) || round.Commit.SendsToItsShard || round.Failures.Count > 0 || !isScanOver || !_handed.IsEmpty;
    }

    /// <summary>
    /// The next page of a scan. A message may become visible behind the cursor, because sequences are not committed in order; its
    /// sender's later messages then have sequences behind everything that was there when the scan began. So a scan ends there and the
    /// next one starts from 0: that keeps the order of each sender.
    /// </summary>
    private async Task<InboxPage> TakeAsync(IReadOnlyList<string> requests)
    {
        InboxPage page = await _parts.Store.TakeAsync(Lease.Shard, _cursor, _parts.Options.BatchLimit, requests, _stop.Token);
        if (_cursor > 0)
        {
            return page with { Rows = [.. page.Rows.TakeWhile(row => row.Sequence <= _scanEnd)] };
        }

        _scanEnd = page.LastSequence;
        return page;
    }

    /// <returns>Whether it was committed; when not, the shard is lost or will be read again.</returns>
    private async Task<bool> CommitAsync(Round round)
    {
        CommitBuilder builder = round.Commit;
        ShardCommit commit = builder.Build();
        switch (await RoundCommit.CommitAsync(_parts, commit, round.Decided))
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

    private async Task RecordFailureAsync(Input input, Exception exception) => IsLost |= !await _failed.RecordAsync(input, exception);

    [LoggerMessage(111, LogLevel.Warning, "Shard {Shard}: a round failed; its state is read again in {Pause}.")]
    private partial void LogRoundFailed(Exception exception, int shard, TimeSpan pause);

    [LoggerMessage(112, LogLevel.Warning, "Shard {Shard} was claimed by another node; what epoch {Epoch} still wanted to commit was refused.")]
    private partial void LogLost(int shard, long epoch);

    [LoggerMessage(115, LogLevel.Error, "{Entity} could not be read; its messages wait.")]
    private partial void LogEntityBroken(Exception exception, EntityId entity);
}
