using ActorMft.Domain.Syncs;

namespace ActorMft.Node.Syncs;

/// <summary>Counts what a run does; many workers at once.</summary>
internal sealed class SyncTally
{
    /// <summary>Failures that are told one by one; of more only the number is.</summary>
    public const int MaxFailures = 100;

    private readonly Lock _gate = new();
    private readonly List<SyncFailure> _failures = [];
    private long _copied;
    private long _skipped;
    private long _failed;
    private long _removed;
    private long _bytes;
    private volatile string? _doing;
    private volatile string? _warning;

    public SyncCounts Counts => new(
        Volatile.Read(ref _copied), Math.Max(0, Volatile.Read(ref _skipped)), Volatile.Read(ref _failed), Volatile.Read(ref _removed), Volatile.Read(ref _bytes));

    /// <summary>What the run is at while it copies nothing, as a sentence.</summary>
    public string? Doing
    {
        get => _doing;
        set => _doing = value;
    }

    /// <summary>What people should look into although the run goes on, as a sentence.</summary>
    public string? Warning
    {
        get => _warning;
        set => _warning = value;
    }

    public IReadOnlyList<SyncFailure> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>The trees are gone through once more: what was alike or failed is counted anew.</summary>
    public void Again()
    {
        Volatile.Write(ref _skipped, -Volatile.Read(ref _copied));
        Volatile.Write(ref _failed, 0);
        lock (_gate)
        {
            _failures.Clear();
        }
    }

    public void Copied(long bytes)
    {
        Interlocked.Increment(ref _copied);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Skipped() => Interlocked.Increment(ref _skipped);

    public void Removed() => Interlocked.Increment(ref _removed);

    public void Failed(string path, string reason)
    {
        Interlocked.Increment(ref _failed);
        lock (_gate)
        {
            if (_failures.Count < MaxFailures)
            {
                _failures.Add(new SyncFailure(path, reason));
            }
        }
    }
}
