namespace ActorMft.Actors.Tests.Simulation;

/// <summary>Fires once in its node's context.</summary>
internal sealed class SimulatedTimer(World world, SimulatedContext context, TimerCallback callback, object? state) : ITimer
{
    private int _generation;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        int generation = ++_generation;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            world.After(dueTime, () =>
            {
                if (generation == _generation)
                {
                    context.Post(_ => FireIfCurrent(generation), null);
                }
            });
        }

        return true;
    }

    public void Dispose() => _generation++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void FireIfCurrent(int generation)
    {
        if (generation == _generation)
        {
            callback(state);
        }
    }
}
