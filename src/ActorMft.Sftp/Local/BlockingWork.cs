namespace ActorMft.Sftp.Local;

/// <summary>
/// Work that waits for the disk for long (flushes, whole copies) gets a thread of its own, which is kept for a while: to make one costs more
/// than to flush a small file. Everything else answers from the page cache in microseconds and runs where it is called, which is cheaper
/// than any hand-over. Who waits for it goes on on its thread, for the same reason.
/// </summary>
public static class BlockingWork
{
    private static readonly TimeSpan _keep = TimeSpan.FromSeconds(10);
    private static readonly object _gate = new();
    private static readonly Queue<Action> _waiting = new();
    private static int _idle;

    public static Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        Start(() =>
        {
            T result;
            try
            {
                result = work();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
                return;
            }

            done.SetResult(result);
        });
        return done.Task;
    }

    private static void Start(Action work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_waiting.Count <= _idle)
            {
                Monitor.Pulse(_gate);
                return;
            }
        }

        // One work must never wait for another one, which may hang in a dead network file system.
        new Thread(Run) { IsBackground = true, Name = "disk" }.Start();
    }

    private static void Run()
    {
        while (Next() is { } work)
        {
            work();
        }
    }

    private static Action? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var isCalled = Monitor.Wait(_gate, _keep);
                _idle--;
                if (!isCalled && _waiting.Count == 0)
                {
                    return null;
                }
            }

            return _waiting.Dequeue();
        }
    }
}
