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

        var isAll = files.Count >= Many && mayFlushAll() && files[0].File.TryFlushAll();
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

        // Who waits goes on here. The first of a session's files comes last, so that all its answers go out together.
        for (var i = files.Count - 1; i >= 0; i--)
        {
            Complete(files[i], failures[i]);
        }
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

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Waiting(IFlushable File, TaskCompletionSource Done);
}
