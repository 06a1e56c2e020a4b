using System.Net;
using ActorMft.Node.Catalog;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Hosting;

/// <summary>A running node: everything that a process of the cluster does, in one object that can be started and stopped.</summary>
public sealed partial class MftNode : IAsyncDisposable
{
    private readonly NodeParts _parts;
    private readonly ILogger<MftNode> _logger;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _stopping = new(1, 1);
    private readonly ClusterSettings _settings;
    private bool _stopped;

    private MftNode(NodeParts parts, ClusterSettings settings, ILogger<MftNode> logger)
    {
        _parts = parts;
        _settings = settings;
        _logger = logger;
        _parts.Lifeline.TellReady();
        _ = WatchAsync();
        _ = LeaveWhenAskedAsync();
    }

    /// <summary>Where partners connect to, with the port that was taken.</summary>
    public IPEndPoint SftpEndPoint => _parts.Listener.LocalEndPoint;

    /// <summary>Where operators connect to, with the port that was taken.</summary>
    public Uri ManagementUrl => _parts.Management.Url;

    /// <summary>What is declared.</summary>
    public ICatalog Catalog => _parts.Catalog;

    /// <summary>Where the node is in its life.</summary>
    public NodePhase Phase => _parts.State.Phase;

    /// <summary>The line that says that the node accepts connections: <c>ready sftp=HOST:PORT management=URL</c>.</summary>
    public string ReadyLine => $"ready sftp={SftpEndPoint} management={ManagementUrl.GetLeftPart(UriPartial.Authority)}";

    /// <summary>Completes when the node has stopped; faults when it can't go on.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Starts a node; it accepts connections when this returns.</summary>
    /// <exception cref="NodeStartException">It can't start; one sentence says why.</exception>
    public static async Task<MftNode> StartAsync(
        NodeSettings settings, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(loggers);
        ArgumentNullException.ThrowIfNull(time);
        var ownership = new Ownership();
        try
        {
            var parts = await new NodeAssembly(settings, loggers, time, ownership).BuildAsync(cancellationToken);
            return new MftNode(parts, settings.Cluster, loggers.CreateLogger<MftNode>());
        }
        catch (Exception exception)
        {
            await ownership.DisposeAsync();
            if (StartFailure.Describe(exception) is { } described)
            {
                throw described;
            }

            throw;
        }
    }

    /// <summary>Drains with the patience of the settings (<c>cluster.drainTimeout</c>).</summary>
    public Task DrainAsync() => DrainAsync(_settings.DrainTimeout);

    /// <summary>
    /// Stops in good order: is not ready any more, accepts nobody new, hands its shards with their running deliveries to the other
    /// nodes at once, lets busy sessions finish their file, and leaves. Nothing that was acknowledged is lost, and what isn't done
    /// in time is resumed: sessions by their partners, deliveries by the shards' next owners.
    /// </summary>
    /// <param name="patience">For busy sessions. Everything else is waited for no longer than one lease.</param>
    public async Task DrainAsync(TimeSpan patience)
    {
        await _stopping.WaitAsync();
        try
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            _parts.State.Phase = NodePhase.Draining;
            _parts.Lifeline.TellStopping();
            LogDraining(patience);
            using var limit = new CancellationTokenSource(patience + _settings.Lease);
            var handingOver = TryAsync("the announcement that this node leaves", () => _parts.Actors.HandOverAsync(limit.Token));
            await TryAsync("sessions", () => _parts.Listener.StopAsync(patience, limit.Token));
            await handingOver;
            limit.CancelAfter(_settings.Lease);
            await TryAsync("connections", () => _parts.Connections.RetireAsync().WaitAsync(limit.Token));
            await TryAsync("shards", () => _parts.Actors.DrainAsync(limit.Token));
            await TryAsync("parts", () => _parts.Ownership.DisposeAsync().AsTask().WaitAsync(_settings.Lease));
            _parts.State.Phase = NodePhase.Stopped;
            LogStopped();
            _completion.TrySetResult();
        }
        finally
        {
            _stopping.Release();
        }
    }

    /// <summary>Stops with little patience.</summary>
    public async ValueTask DisposeAsync() => await DrainAsync(TimeSpan.FromSeconds(5));

    // An engine that can't go on (replaced, database gone for good) takes the node with it; whoever runs it decides what then.
    private async Task WatchAsync()
    {
        try
        {
            await _parts.Actors.Completion;
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            _parts.State.Phase = NodePhase.Draining;
            _completion.TrySetException(exception);
        }
    }

    private async Task LeaveWhenAskedAsync()
    {
        await _parts.Actors.LeaveRequested;
        if (Phase == NodePhase.Up)
        {
            LogAskedToLeave();
            await DrainAsync();
        }
    }

    private async Task TryAsync(string what, Func<Task> stop)
    {
        try
        {
            await stop();
        }
        catch (OperationCanceledException)
        {
            LogNotInTime(what);
        }
        catch (Exception exception)
        {
            LogNotStopped(what, exception);
        }
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Critical, Message = "The node can't go on")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Draining: nobody new is accepted, busy sessions have {Patience} (cluster.drainTimeout)")]
    private partial void LogDraining(TimeSpan patience);

    [LoggerMessage(EventId = 104, Level = LogLevel.Information, Message = "The node has left and stopped")]
    private partial void LogStopped();

    [LoggerMessage(EventId = 105, Level = LogLevel.Information, Message = "The node was asked to leave")]
    private partial void LogAskedToLeave();

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Not stopped in time: {What}; the work is resumed at the next start")]
    private partial void LogNotInTime(string what);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Not stopped in good order: {What}")]
    private partial void LogNotStopped(string what, Exception exception);
}
