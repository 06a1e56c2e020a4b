using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>One work on this node, from its start or take-over until it is ended, replaced or given up.</summary>
internal sealed partial class WorkRun(EngineParts parts, WorkRow row, IMessenger messenger, ILogger logger) : IDisposable
{
    private const int MaxPauseFactor = 60;

    private readonly CancellationTokenSource _stop = new();
    private Task _ended = Task.CompletedTask;

    /// <param name="previous">What ran under the same key must have ended first.</param>
    internal void Start(Task previous) => _ended = RunAsync(previous);

    /// <summary>Cancels and waits for the end. Once only. On another thread, because a cancelled work may do much in its callbacks.</summary>
    internal async Task StopAsync()
    {
        await Task.Yield();
        try
        {
            _stop.Cancel();
        }
        catch (AggregateException exception)
        {
            LogCallbackFailed(exception, row.Key.Owner, row.Key.WorkId);
        }

        await _ended;
        Dispose();
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(Task previous)
    {
        await Task.Yield();
        await previous;
        CancellationToken stop = _stop.Token;
        for (int run = 1; !stop.IsCancellationRequested; run++)
        {
            try
            {
                object payload = parts.Codec.Decode(row.Payload);
                await parts.WorkRunner.RunAsync(new WorkItem(row.Key.Owner, row.Key.WorkId, payload, row.StartedAt, run), messenger, stop);
                return;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                TimeSpan pause = parts.Options.WorkRetryDelay * Math.Min(MaxPauseFactor, Math.Pow(2, Math.Min(run - 1, 10)));
                LogRunFailed(exception, row.Key.Owner, row.Key.WorkId, run, pause);
                await new Signal(parts.Time).WaitAsync(pause, stop);
            }
        }
    }

    [LoggerMessage(101, LogLevel.Error, "Work {WorkId} of {Owner} failed in run {Run}; it runs again in {Pause}.")]
    private partial void LogRunFailed(Exception exception, EntityId owner, string workId, int run, TimeSpan pause);

    [LoggerMessage(102, LogLevel.Error, "Work {WorkId} of {Owner}: a callback failed when it was cancelled.")]
    private partial void LogCallbackFailed(Exception exception, EntityId owner, string workId);
}
