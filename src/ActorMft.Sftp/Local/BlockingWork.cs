namespace ActorMft.Sftp.Local;

/// <summary>
/// Work that waits for the disk for long (flushes, whole copies) gets a thread of its own, which is kept for a while: to make one costs more
/// than to flush a small file. Everything else answers from the page cache in microseconds and runs where it is called, which is cheaper
/// than any hand-over. Who waits for it goes on on its thread, for the same reason.
/// </summary>
public static class BlockingWork
{
    /// <summary>systemd allows a service 4,915 threads, and a container often 4,096, unless told otherwise.</summary>
    private const int MostThreads = 1024;

    private static readonly DiskThreads _threads = new(MostThreads);

    public static Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        _threads.Start(() =>
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
}
