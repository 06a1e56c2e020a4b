namespace ActorMft.Sftp.Local;

/// <summary>
/// Work that waits for the disk for long (flushes, whole copies) gets a thread of its own. Everything else answers from the page cache in
/// microseconds and runs where it is called, which is cheaper than any hand-over.
/// </summary>
internal static class BlockingWork
{
    public static Task RunAsync(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
