namespace ActorMft.Actors.Tests.Simulation;

/// <summary>A node's clocks: the monotonic one runs with the world, also while the node is frozen; the wall clock is off by a skew.</summary>
internal sealed class SimulatedTime(World world, SimulatedContext context, TimeSpan skew) : TimeProvider
{
    internal static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => world.Now;

    public override DateTimeOffset GetUtcNow() => Epoch + TimeSpan.FromTicks(world.Now) + skew;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        SimulatedTimer timer = new(world, context, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
