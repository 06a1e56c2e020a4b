using System.Threading.Channels;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Syncs;

/// <summary>
/// One run of a sync: one connection walks the trees, and together with up to <see cref="SyncSpec.Connections"/> others it copies what
/// differs. A run that was broken off is simply run again: what is alike by then is skipped.
/// </summary>
/// <param name="local">The endpoint; stays the caller's.</param>
/// <param name="rent">Waits for a connection to the remote server.</param>
internal sealed class SyncRun(SyncSpec spec, IEndpointAccess local, Func<CancellationToken, Task<RemoteLease>> rent, SyncTally tally, TimeProvider time)
{
    /// <summary>Files at once on one connection: enough to hide the round trips of small ones.</summary>
    private const int FilesPerConnection = 8;

    /// <summary>Files that are known to differ and wait to be copied; the walk waits for them.</summary>
    private const int MaxWaiting = 1000;

    private readonly Channel<SyncItem> _items = Channel.CreateBounded<SyncItem>(new BoundedChannelOptions(MaxWaiting) { SingleWriter = true });
    private readonly SyncSide _local = new($"the endpoint {spec.Endpoint}", local.Files, SftpPath.Combine(local.LoginDirectory, spec.Path));

    /// <summary>Makes both sides alike.</summary>
    /// <exception cref="RemoteException">The remote server can't be used.</exception>
    /// <exception cref="DeliveryException">The run can't go on.</exception>
    /// <exception cref="SftpException">A root can't be listed, or a connection broke.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var first = await rent(cancellationToken);
        tally.Doing = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = new List<Task> { CopyAsync(first, stop) };
        try
        {
            await WalkAsync(first, workers, stop);
            _items.Writer.Complete();
            await Task.WhenAll(workers);
        }
        catch (Exception)
        {
            await stop.CancelAsync();
            first.Break();

            // A worker that failed has stopped the others: its reason is the run's.
            await SettleAsync(workers);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var worker in workers.Where(worker => worker.IsFaulted))
            {
                await worker;
            }

            throw;
        }
    }

    /// <summary>What a run would do, and nothing of it done.</summary>
    public async IAsyncEnumerable<SyncItem> PlanAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await rent(cancellationToken);
        await foreach (var item in new SyncWalk(spec, _local, RemoteOf(lease.Connection)).RunAsync(makeDirectories: false, cancellationToken))
        {
            yield return item;
        }
    }

    private async Task WalkAsync(RemoteLease first, List<Task> workers, CancellationTokenSource stop)
    {
        var remote = RemoteOf(first.Connection);
        var isClockKnown = false;
        await foreach (var item in new SyncWalk(spec, _local, remote).RunAsync(makeDirectories: true, stop.Token))
        {
            if (item.IsByTime && !isClockKnown)
            {
                isClockKnown = true;
                tally.Warning = await RemoteClock.WarningAsync(remote, time, stop.Token);
            }

            switch (item.Step.Action)
            {
                case SyncAction.Skip:
                    tally.Skipped();
                    break;
                case SyncAction.Refuse:
                    tally.Failed(item.Path, item.Step.Reason);
                    break;
                default:
                    await _items.Writer.WriteAsync(item, stop.Token);
                    if (workers.Count < spec.Connections && _items.Reader.Count > FilesPerConnection)
                    {
                        workers.Add(HelpAsync(stop));
                    }

                    break;
            }
        }
    }

    private SyncSide RemoteOf(IRemoteConnection connection) =>
        new($"the remote server {spec.Remote}", connection.Files, SftpPath.Combine(connection.LoginDirectory, spec.RemotePath));

    /// <summary>A further connection; when none can be had, the others do the work.</summary>
    private async Task HelpAsync(CancellationTokenSource stop)
    {
        RemoteLease lease;
        try
        {
            lease = await rent(stop.Token);
        }
        catch (RemoteException)
        {
            return;
        }

        await using (lease)
        {
            await CopyAsync(lease, stop);
        }
    }

    private Task CopyAsync(RemoteLease lease, CancellationTokenSource stop)
    {
        var copy = new SyncCopy(spec, _local, RemoteOf(lease.Connection), local.DeliveredAsync, time);
        return Task.WhenAll(Enumerable.Range(0, FilesPerConnection).Select(_ => Task.Run(() => WorkAsync(copy, lease, stop), CancellationToken.None)));
    }

    private async Task WorkAsync(SyncCopy copy, RemoteLease lease, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var item in _items.Reader.ReadAllAsync(stop.Token))
            {
                try
                {
                    await DoAsync(copy, item, stop.Token);
                }
                catch (Exception exception) when (exception is SftpException or DeliveryException && lease.Connection.IsAlive)
                {
                    tally.Failed(item.Path, exception.Message);
                }
            }
        }
        catch (Exception)
        {
            lease.Break();
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task DoAsync(SyncCopy copy, SyncItem item, CancellationToken cancellationToken)
    {
        if (item.Step.Action != SyncAction.Remove)
        {
            if (await copy.RunAsync(item, cancellationToken) is not { } bytes)
            {
                tally.Failed(item.Path, "it changed while it was copied; the next run copies it again");
                return;
            }

            tally.Copied(bytes);
        }

        if (spec.AfterCopy == AfterCopy.Delete && await copy.RemoveSourceAsync(item, cancellationToken))
        {
            tally.Removed();
        }
    }

    private static async Task SettleAsync(IEnumerable<Task> workers)
    {
        try
        {
            await Task.WhenAll(workers);
        }
        catch (Exception)
        {
            // Looked at one by one.
        }
    }
}
