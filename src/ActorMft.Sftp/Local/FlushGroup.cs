using System.Runtime.InteropServices;

namespace ActorMft.Sftp.Local;

/// <summary>
/// Flushes small files of one file system: those that come while one flush is running are the next one's. Of many, the whole file system is
/// flushed at once; by themselves each would take two flushes of the disk.
/// </summary>
/// <param name="mayFlushAll">Whether flushing the file system is as good as flushing each file, and not much work for others.</param>
internal sealed class FlushGroup(Func<bool> mayFlushAll)
{
    /// <summary>With fewer it is not worth it.</summary>
    private const int Many = 4;

    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _isRunning;

    /// <summary>Completes when the file is on the disk; faults with what its flush throws.</summary>
    public Task RunAsync(IFlushable file)
    {
        var done = new TaskCompletionSource();
        lock (_gate)
        {
            _waiting.Add(new Waiting(file, done));
            if (_isRunning)
            {
                return done.Task;
            }

            _isRunning = true;
        }

        _ = BlockingWork.RunAsync(RunTurn);
        return done.Task;
    }

    private void RunTurn()
    {
        List<Waiting> files;
        lock (_gate)
        {
            files = _waiting;
            _waiting = [];
        }

        var isAll = files.Count >= Many && TryFlushAll(files[0].File);
        if (!isAll)
        {
            foreach (var file in files.Skip(1))
            {
                _ = BlockingWork.RunAsync(() => Complete(file, FailureOf(file.File.Flush)));
            }

            files.RemoveRange(1, files.Count - 1);
        }

        var failures = files.ConvertAll(file => FailureOf(isAll ? file.File.RequireWritten : file.File.Flush));
        EndTurn();

        new Answers(files, failures).Give();
    }

    /// <summary>Never throws: after the turn comes the next one, whatever has become of a file (its owner may have closed it meanwhile).</summary>
    private bool TryFlushAll(IFlushable any)
    {
        var isDone = false;
        return FailureOf(() => isDone = mayFlushAll() && any.TryFlushAll()) is null && isDone;
    }

    /// <summary>Before anybody goes on: that may take long.</summary>
    private void EndTurn()
    {
        lock (_gate)
        {
            _isRunning = _waiting.Count > 0;
            if (!_isRunning)
            {
                return;
            }
        }

        _ = BlockingWork.RunAsync(RunTurn);
    }

    private static Exception? FailureOf(Action flush)
    {
        try
        {
            flush();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static void Complete(Waiting waiting, Exception? failure)
    {
        if (failure is null)
        {
            waiting.Done.SetResult();
        }
        else
        {
            waiting.Done.SetException(failure);
        }
    }

    /// <summary>
    /// Who waits goes on on the thread that flushed, one after the other. The first of a session's files comes last, so that all its answers
    /// go out together. One that keeps the thread (it may hang in another file system) must not keep the others: another thread goes on with them.
    /// </summary>
    private sealed class Answers(List<Waiting> files, List<Exception?> failures)
    {
        private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(20);

        private int _left = files.Count;
        private ITimer? _watch;

        public void Give()
        {
            if (files.Count == 1)
            {
                GiveRest();
                return;
            }

            _watch = TimeProvider.System.CreateTimer(static answers => ((Answers)answers!).GiveAll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _watch.Change(_patience, _patience);
            GiveAll();
        }

        private void GiveAll()
        {
            GiveRest();
            _watch!.Dispose();
        }

        private void GiveRest()
        {
            for (int i; (i = Interlocked.Decrement(ref _left)) >= 0;)
            {
                Complete(files[i], failures[i]);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Waiting(IFlushable File, TaskCompletionSource Done);
}
