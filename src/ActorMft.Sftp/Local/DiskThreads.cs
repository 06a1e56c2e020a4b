namespace ActorMft.Sftp.Local;

/// <summary>Threads for work that waits for the disk: each piece of work gets one at once, up to a bound, and a thread is kept for a while.</summary>
/// <param name="most">
/// At once. Work waits for a thread only when there are so many: others may hang in a dead network file system, but without a bound a few clients
/// that close many files at once could use up the threads that the system allows a process.
/// </param>
internal sealed class DiskThreads(int most)
{
    private static readonly TimeSpan _keep = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = new();
    private int _idle;
    private int _count;

    /// <param name="work">Never throws.</param>
    public void Start(Action work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_waiting.Count <= _idle)
            {
                Monitor.Pulse(_gate);
                return;
            }

            if (_count == most)
            {
                return;
            }

            _count++;
        }

        new Thread(Run) { IsBackground = true, Name = "disk" }.Start();
    }

    private void Run()
    {
        while (Next() is { } work)
        {
            work();
        }
    }

    private Action? Next()
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
                    _count--;
                    return null;
                }
            }

            return _waiting.Dequeue();
        }
    }
}
