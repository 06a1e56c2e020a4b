using ActorMft.Testing;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>Three nodes over one database for a stormy minute and a calm one; what must always hold is then read off the database.</summary>
internal sealed class SimulationRun
{
    internal const int Shards = 8;

    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStall = 2 * Lease;
    private const double FlakyHandlers = 0.02;

    private static readonly string[] Names = ["a", "b", "c"];

    private readonly SimulatedNode[] _nodes;
    private readonly List<SimulatedNode> _all = [];
    private readonly int[] _runs = new int[Names.Length];

    internal SimulationRun(ulong seed, bool fenceIsBroken = false, bool commitsAreDenied = false)
    {
        CommitsAreDenied = commitsAreDenied;
        World = new World(seed);
        Database = new SimulatedDatabase(World) { FenceIsBroken = fenceIsBroken };
        Weather.LoseWake = World.Dice.Chance(0.3) ? 1 : 0.1;
        _nodes = [.. Names.Select((_, index) => NewNode(index))];
    }

    internal static TimeSpan Lease => TimeSpan.FromSeconds(10);

    internal World World { get; }

    internal bool CommitsAreDenied { get; }

    internal SimulatedDatabase Database { get; }

    internal Weather Weather { get; } = new();

    internal List<FaultyStore> Stores { get; } = [];

    /// <summary>Until when each incarnation may start handlers, by what its renewals said.</summary>
    internal Dictionary<Guid, long> Deadlines { get; } = [];

    internal List<(string Sender, EntityId To, long Number)> Accepted { get; } = [];

    internal List<(string Id, Answer Answer)> Answers { get; } = [];

    internal HashSet<string> Poisoned { get; } = [];

    /// <summary>Set when the clients have stopped sending.</summary>
    internal bool IsCalm { get; private set; }

    internal List<string> Violations => Database.Violations;

    /// <summary>The statements of the engine's design, by number, that did not hold; empty when all is well.</summary>
    internal IReadOnlyList<string> Run()
    {
        long end = World.Now + Storm.Ticks;
        while (World.Now < end)
        {
            World.RunFor(World.Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(6)));
            Strike();
        }

        IsCalm = true;
        Weather.Clear();
        foreach (SimulatedNode node in _all)
        {
            node.Context.IsFrozen = false;
        }

        // Calls that were under way when the storm ended still take their time, there and back.
        World.RunFor(2 * LongestStall);
        World.RunFor(2 * Lease);
        StatementChecks checks = new(this);
        checks.CheckOwners(_all.Where(static node => node.Node is not null && !node.HasLeft && !node.Context.IsDead).Select(static node => node.Node!.Incarnation).ToHashSet());
        for (int i = 0; i < 60 && !checks.IsQuiet(); i++)
        {
            World.RunFor(TimeSpan.FromSeconds(1));
        }

        checks.CheckLogs();
        Violations.AddRange(World.Failures.Select(static failure => failure.ToString()));
        Violations.AddRange(_all.Where(static node => node.Node?.Completion.IsFaulted == true).Select(static node => node.Node!.Completion.Exception!.ToString()));
        return Violations;
    }

    internal void OnDecide(DecisionContext context)
    {
        if (World.Now > Deadlines[context.Incarnation])
        {
            Violations.Add($"8: {context.NodeName} started a handler of {context.Self} past its deadline.");
        }

        if (World.Dice.Chance(FlakyHandlers))
        {
            throw new InvalidOperationException("A handler failed once; the next attempt may succeed.");
        }
    }

    /// <summary>A node that leaves gets a successor.</summary>
    internal void Replace(SimulatedNode node)
    {
        int index = Array.IndexOf(_nodes, node);
        if (index >= 0)
        {
            World.After(TimeSpan.FromSeconds(5), () =>
            {
                if (_nodes[index] == node)
                {
                    _nodes[index] = NewNode(index);
                }
            });
        }
    }

    private SimulatedNode NewNode(int index)
    {
        SimulatedNode node = new(this, Names[index], ++_runs[index]);
        _all.Add(node);
        return node;
    }

    private void Strike()
    {
        Dice dice = World.Dice;
        int index = dice.Below(_nodes.Length);
        SimulatedNode node = _nodes[index];
        switch (dice.Below(8))
        {
            case 0:
                node.Context.IsFrozen = true;
                World.After(dice.Between(0.3 * Lease, 3 * Lease), () => node.Context.IsFrozen = false);
                break;
            case 1:
                node.Context.Kill();
                _nodes[index] = NewNode(index);
                break;
            case 2:
                node.Leave();
                Replace(node);
                break;
            case 3:
                Database.ClockOffset += dice.Between(TimeSpan.Zero, 2 * Lease);
                break;
            case 4:
                Weather.Clear();
                break;
            case 5:
                _nodes[dice.Below(_nodes.Length)].AskToLeave(node);
                break;
            default:
                Weather.FailBefore = dice.Chance(0.5) ? 0.2 : 0.02;
                Weather.LoseAnswer = dice.Chance(0.5) ? 0.2 : 0.02;
                Weather.Stall = dice.Chance(0.5) ? 0.05 : 0.005;
                Weather.StallTime = dice.Between(TimeSpan.FromSeconds(1), LongestStall);
                break;
        }
    }
}
