using ActorMft.Testing;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>
/// One thread, one clock, one order of events, all from a seed: runs what the nodes' contexts have queued in a random order, and
/// when nothing can run, moves the clock to the next event.
/// </summary>
internal sealed class World(ulong seed)
{
    private const long StepLimit = 3_000_000;

    private readonly PriorityQueue<Action, (long Due, long Order)> _events = new();
    private readonly List<SimulatedContext> _contexts = [];
    private long _order;
    private long _steps;

    internal Dice Dice { get; } = new(seed);

    /// <summary>Ticks since the beginning.</summary>
    internal long Now { get; private set; }

    internal IEnumerable<Exception> Failures => _contexts.SelectMany(static context => context.Failures);

    internal SimulatedContext NewContext()
    {
        SimulatedContext context = new();
        _contexts.Add(context);
        return context;
    }

    internal void After(TimeSpan delay, Action action) => _events.Enqueue(action, (Now + Math.Max(0, delay.Ticks), _order++));

    internal void RunFor(TimeSpan time)
    {
        bool isOver = false;
        After(time, () => isOver = true);
        while (!isOver)
        {
            if (++_steps > StepLimit)
            {
                throw new InvalidOperationException("The simulation does not come to an end: something spins.");
            }

            int runnable = 0;
            foreach (SimulatedContext context in _contexts)
            {
                runnable += context.Runnable;
            }

            if (runnable > 0)
            {
                RunOne(Dice.Below(runnable));
            }
            else
            {
                _events.TryDequeue(out Action? action, out (long Due, long Order) at);
                Now = Math.Max(Now, at.Due);
                action!();
            }
        }
    }

    private void RunOne(int index)
    {
        foreach (SimulatedContext context in _contexts)
        {
            if (index < context.Runnable)
            {
                context.Run(index);
                return;
            }

            index -= context.Runnable;
        }
    }
}
