namespace ActorMft.Actors.Tests.Simulation;

/// <summary>A process: its continuations run here. It can be frozen (SIGSTOP) and killed (SIGKILL).</summary>
internal sealed class SimulatedContext : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly List<Task> _bodies = [];

    internal bool IsFrozen { get; set; }

    internal bool IsDead { get; private set; }

    internal int Runnable => IsFrozen ? 0 : _queue.Count;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead)
        {
            _queue.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The engine never sends.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>What went wrong in what was started.</summary>
    internal IEnumerable<Exception> Failures => _bodies.Where(static body => body.IsFaulted).Select(static body => body.Exception!);

    internal void Start(Func<Task> body) => Post(_ => _bodies.Add(body()), null);

    internal void Kill()
    {
        IsDead = true;
        _queue.Clear();
    }

    internal void Run(int index)
    {
        (SendOrPostCallback callback, object? state) = _queue[index];
        _queue.RemoveAt(index);
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
