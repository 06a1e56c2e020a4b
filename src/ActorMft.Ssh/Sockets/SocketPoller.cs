using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Sockets;

/// <summary>
/// Waits for all sockets. Each of its threads takes one event and goes on itself with what waited for it, so that a message costs one wake-up
/// and no hand-over; the others wait meanwhile. A socket is watched for one event at a time: while a connection reads without having to wait,
/// nobody is woken for it. The last thread hands over to the pool, so that events are taken whatever becomes of those who waited for them.
/// </summary>
internal sealed unsafe class SocketPoller
{
    /// <summary>More than a machine's processors are needed only while some of them wait for a disk.</summary>
    private const int MostThreads = 16;

    /// <summary>So long all threads may be at the same events before there is one more.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, SocketWaits> _watched = new();
    private readonly int _epoll;
    private readonly int _maxThreads;
    private readonly ITimer _watch;
    private long _lastId;
    private long _taken;
    private long _takenBefore;
    private int _waiting;
    private int _threads;
    private int _isWatching;

    /// <param name="maxThreads">Two at least. They live as long as the process.</param>
    public SocketPoller(int maxThreads)
    {
        _maxThreads = maxThreads;
        _epoll = LibC.CreateEpoll(LibC.CloseOnExec);
        if (_epoll < 0)
        {
            throw new IOException($"Sockets can't be waited for: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        _watch = TimeProvider.System.CreateTimer(static state => ((SocketPoller)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AddThread(Environment.ProcessorCount + 1);
    }

    public static SocketPoller Shared { get; } = new(Math.Max(MostThreads, Environment.ProcessorCount + 1));

    /// <summary>Begins to know a socket, with no event to wait for yet.</summary>
    public long Add(SocketWaits waits)
    {
        long id = Interlocked.Increment(ref _lastId);
        _watched[id] = waits;
        return id;
    }

    /// <summary>Waits for the next of these events of a socket, once.</summary>
    /// <param name="operation">To add it the first time, and to change it later.</param>
    /// <param name="id">What <see cref="Add"/> gave it.</param>
    public void Watch(int operation, SafeHandle socket, long id, uint events)
    {
        byte* change = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(change, events | EpollEvent.OneShot, id);
        if (LibC.ControlEpoll(_epoll, operation, socket, change) < 0)
        {
            throw new IOException($"The socket can't be waited for: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Forgets a socket, which may be closed by now.</summary>
    public void Remove(SafeHandle socket, long id)
    {
        _watched.TryRemove(id, out _);
        try
        {
            byte* nothing = stackalloc byte[EpollEvent.MaxSize];
            _ = LibC.ControlEpoll(_epoll, LibC.Remove, socket, nothing);
        }
        catch (ObjectDisposedException)
        {
            // With the socket the kernel has forgotten it.
        }
    }

    private void Run()
    {
        byte* taken = stackalloc byte[EpollEvent.MaxSize];
        while (true)
        {
            Interlocked.Increment(ref _waiting);
            int count = LibC.WaitForEpoll(_epoll, taken, 1, Timeout.Infinite);
            bool isLast = Interlocked.Decrement(ref _waiting) == 0;
            if (isLast && Interlocked.Exchange(ref _isWatching, 1) == 0)
            {
                _takenBefore = Interlocked.Read(ref _taken);
                _watch.Change(s_patience, Timeout.InfiniteTimeSpan);
            }

            if (count > 0)
            {
                Interlocked.Increment(ref _taken);
                (uint events, long id) = EpollEvent.Read(taken);
                if (_watched.TryGetValue(id, out SocketWaits? waits))
                {
                    waits.OnReady(events, runHere: !isLast || Volatile.Read(ref _threads) < _maxThreads);
                }
            }
        }
    }

    /// <summary>Adds a thread if no event was taken for a while, because those that there are wait for something or have much to do.</summary>
    private void Look()
    {
        long taken = Interlocked.Read(ref _taken);
        if (Volatile.Read(ref _waiting) > 0)
        {
            Volatile.Write(ref _isWatching, 0);
            if (Volatile.Read(ref _waiting) > 0 || Interlocked.Exchange(ref _isWatching, 1) != 0)
            {
                return;
            }
        }
        else if (taken == _takenBefore)
        {
            AddThread(1);
        }

        _takenBefore = taken;
        _watch.Change(s_patience, Timeout.InfiniteTimeSpan);
    }

    private void AddThread(int count)
    {
        lock (_gate)
        {
            for (; count > 0 && _threads < _maxThreads; count--)
            {
                _threads++;
                new Thread(Run) { IsBackground = true, Name = "ssh sockets" }.UnsafeStart();
            }
        }
    }
}
