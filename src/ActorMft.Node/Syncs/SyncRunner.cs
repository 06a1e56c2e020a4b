using ActorMft.Actors;
using ActorMft.Domain.Syncs;
using ActorMft.Node.Delivery;
using ActorMft.Node.Remotes;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Syncs;

/// <summary>The work of a sync: a run, tried again when a connection breaks, with its progress shown and its end reported.</summary>
internal sealed partial class SyncRunner(SyncOpener opener, TimeProvider time, ILogger<SyncRunner> logger) : IWorkRunner
{
    private const int Tries = 5;

    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>In looks: each time that numbers are shown is a commit.</summary>
    private const int CountsEvery = 4;

    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        var run = (RunSync)work.Payload;
        var tally = new SyncTally();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = ShowAsync(work.Owner, run.RunId, tally, messenger, ended.Token);
        var error = await RunAsync(run, tally, cancellationToken);
        await ended.CancelAsync();
        await showing;
        if (error is not null)
        {
            LogStopped(run.Spec.Organization ?? "", run.Spec.Name, error);
        }

        await messenger.SendAsync(work.Owner, new SyncEnded(run.RunId, tally.Counts, tally.Failures, error, tally.Warning), "ended/" + run.RunId, cancellationToken);
    }

    /// <returns>Why it ended before it was through; null when it was.</returns>
    private async Task<string?> RunAsync(RunSync run, SyncTally tally, CancellationToken cancellationToken)
    {
        var remote = $"the remote server {run.Spec.Remote}";
        tally.Doing = $"connecting to {remote}";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var local = await opener.OpenLocalAsync(run.Spec, cancellationToken);
                await opener.Create(run.Spec, local, tally).RunAsync(cancellationToken);
                return null;
            }
            catch (Exception exception) when (exception is SftpException or DeliveryException or RemoteException)
            {
                var mayWorkLater = exception switch
                {
                    SftpException sftp => sftp.IsTransient,
                    DeliveryException delivery => delivery.IsTransient,
                    _ => ((RemoteException)exception).IsTransient,
                };
                if (!mayWorkLater || attempt == Tries)
                {
                    return exception.Message;
                }

                LogAgain(run.Spec.Organization ?? "", run.Spec.Name, exception.Message);
                var pause = _firstPause * Math.Pow(2, attempt - 1);
                tally.Doing = $"attempt {attempt} of {Tries} broke off, the next is in {pause.TotalSeconds:0} s: {exception.Message}";
                await Task.Delay(pause, time, cancellationToken);
                tally.Doing = $"connecting to {remote}, attempt {attempt + 1} of {Tries}";
                tally.Again();
            }
        }
    }

    private async Task ShowAsync(EntityId sync, string runId, SyncTally tally, IMessenger messenger, CancellationToken cancellationToken)
    {
        var (shown, doing) = (SyncCounts.None, (string?)null);
        using var timer = new PeriodicTimer(_lookEvery, time);
        try
        {
            for (var look = 1; await timer.WaitForNextTickAsync(cancellationToken); look++)
            {
                var (counts, now) = (tally.Counts, tally.Doing);
                if (now != doing || (look % CountsEvery == 0 && counts != shown))
                {
                    await messenger.SendAsync(sync, new SyncProgressed(runId, counts, now), requestId: null, cancellationToken);
                    (shown, doing) = (counts, now);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
        catch (StoreException)
        {
            // Only the display; the end is reported with more patience.
        }
    }

    [LoggerMessage(EventId = 3501, Level = LogLevel.Warning, Message = "The sync {Organization}/{Sync} ended before it was through: {Reason}")]
    private partial void LogStopped(string organization, string sync, string reason);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Information, Message = "The sync {Organization}/{Sync} goes on after a failure: {Reason}")]
    private partial void LogAgain(string organization, string sync, string reason);
}
