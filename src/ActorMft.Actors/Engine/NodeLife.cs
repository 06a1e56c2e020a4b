using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>A node from its joining until it leaves: one incarnation after the other, each time that it was fenced.</summary>
internal sealed partial class NodeLife : IDisposable
{
    private static readonly RetryPause Pause = new(first: TimeSpan.FromMilliseconds(200), longest: TimeSpan.FromSeconds(5));

    private readonly EngineParts _parts;
    private readonly Outbox _outbox;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _leaveRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeRun? _run;
    private volatile bool _isHandingOver;

    internal NodeLife(EngineParts parts, Outbox outbox)
    {
        _parts = parts;
        _outbox = outbox;
        _logger = parts.LoggerFactory.CreateLogger<NodeLife>();
    }

    /// <summary>The present incarnation, or the last; null before the first has joined.</summary>
    internal NodeRun? Current => _run;

    /// <summary>As <see cref="Current"/>, once the first has joined.</summary>
    internal NodeRun Joined => _run ?? throw new InvalidOperationException("The node has not joined yet.");

    /// <summary>Completes when it has left; faults when it can't go on.</summary>
    internal Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the node is to leave.</summary>
    internal Task LeaveRequested => _leaveRequested.Task;

    private string Name => _parts.Options.Name;

    /// <summary>Joins for the first time.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        Completion = RunAsync(await JoinAsync(cancellationToken));
    }

    /// <summary>Says, in this incarnation and in all later ones, that the node is leaving.</summary>
    internal Task HandOverAsync(CancellationToken cancellationToken)
    {
        _isHandingOver = true;
        return Joined.HandOverAsync(cancellationToken);
    }

    /// <summary>Ends this incarnation in good order; there will be no other.</summary>
    internal void Leave()
    {
        _leaving.Cancel();
        _run?.RequestLeave();
    }

    /// <summary>Waits for works no longer.</summary>
    internal void GiveUp() => _giveUp.Cancel();

    /// <summary>Has shards look for messages, wherever they run.</summary>
    internal void Wake(IReadOnlyCollection<int> shards)
    {
        NodeRun? run = _run;
        List<int> elsewhere = [];
        foreach (int shard in shards)
        {
            if (run?.Runs(shard) == true)
            {
                run.Wake(shard);
            }
            else
            {
                elsewhere.Add(shard);
            }
        }

        if (elsewhere.Count > 0)
        {
            _parts.Store.Wake(elsewhere);
        }
    }

    /// <summary>After <see cref="Completion"/>.</summary>
    public void Dispose()
    {
        _leaving.Dispose();
        _giveUp.Dispose();
    }

    private async Task<NodeRun> JoinAsync(CancellationToken cancellationToken)
    {
        NodeRun run = await NodeRun.JoinAsync(_parts, _outbox, Wake, cancellationToken);
        _run = run;
        return run;
    }

    private async Task RunAsync(NodeRun first)
    {
        await Task.Yield();
        NodeRun? run = first;
        while (run is not null)
        {
            _ = FollowAsync(run);
            bool isFenced = await run.RunAsync(_giveUp.Token);
            run.Dispose();
            run = isFenced && !_leaving.IsCancellationRequested ? await JoinAgainAsync() : null;
        }
    }

    private async Task FollowAsync(NodeRun run)
    {
        await run.LeaveRequested;
        _leaveRequested.TrySetResult();
    }

    private async Task<NodeRun?> JoinAgainAsync()
    {
        for (int attempt = 0; !_leaving.IsCancellationRequested; attempt++)
        {
            TimeSpan pause = Pause.After(attempt);
            try
            {
                NodeRun run = await JoinAsync(CancellationToken.None);
                if (_isHandingOver)
                {
                    await HandOverAgainAsync(run);
                }

                if (_leaving.IsCancellationRequested)
                {
                    run.RequestLeave();
                }

                return run;
            }
            catch (StoreException exception) when (exception.IsTransient)
            {
                LogJoinFailed(exception, Name, pause);
                await new Signal(_parts.Time).WaitAsync(pause, _leaving.Token);
            }
        }

        return null;
    }

    private async Task HandOverAgainAsync(NodeRun run)
    {
        try
        {
            await run.HandOverAsync(CancellationToken.None);
        }
        catch (StoreException exception)
        {
            LogNotHandedOver(exception, Name);
        }
    }

    [LoggerMessage(142, LogLevel.Warning, "The store could not be told that node {Name} is leaving; it keeps its shards until it has left.")]
    private partial void LogNotHandedOver(Exception exception, string name);

    [LoggerMessage(141, LogLevel.Warning, "Node {Name} could not join again; it tries in {Pause}.")]
    private partial void LogJoinFailed(Exception exception, string name, TimeSpan pause);
}
