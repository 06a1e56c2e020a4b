using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>Faults, each to a node or to the database, one or two at a time. All that is random is drawn before they strike.</summary>
public sealed class Storm
{
    private readonly NodeCluster _cluster;
    private readonly PostgresServer _server;
    private readonly SshdConnectionCount _connections;
    private readonly Dice _dice;
    private readonly Action<string> _say;
    private readonly IReadOnlyList<Func<int, Fault>> _nodeFaults;
    private readonly IReadOnlyList<Func<Fault>> _databaseFaults;
    private readonly Queue<int> _deck = [];

    public Storm(NodeCluster cluster, PostgresServer server, SshdConnectionCount connections, Dice dice, Action<string> say)
    {
        _cluster = cluster;
        _server = server;
        _connections = connections;
        _dice = dice;
        _say = say;
        _nodeFaults =
        [
            Kill,
            node => Freeze(node, 0.5),
            node => Freeze(node, 1.5),
            node => Freeze(node, 5),
            node => Hold(node, Direction.ToServer),
            node => Hold(node, Direction.ToClient),
            Silence,
            GoDown,
            Delay,
            LoseAnswers,
            Drain,
        ];
        _databaseFaults = [TerminateBackends, CrashDatabase];
    }

    private TimeSpan Lease => _cluster.Options.Lease;

    /// <summary>The next faults, one or two of them; every kind comes once before one comes again.</summary>
    /// <returns>How many.</returns>
    public async Task<int> StrikeAsync()
    {
        var nodes = _dice.Shuffle(Enumerable.Range(0, _cluster.Nodes.Count));
        List<Fault> faults = [Next(nodes[0], out var wasOfDatabase)];
        if (_dice.Below(2) == 0 && !(wasOfDatabase && NextIsOfDatabase()))
        {
            faults.Add(Next(nodes[1], out _));
        }

        var pause = _dice.Between(TimeSpan.Zero, Lease);
        await WaitAsync(pause);
        _say(string.Join("; at the same time ", faults.Select(static fault => fault.What)));
        await Task.WhenAll(faults.Select(static fault => fault.StrikeAsync()));
        foreach (var node in _cluster.Nodes)
        {
            node.IsRunning.ShouldBeTrue($"{node.Name} ended by itself:\n{node.Log}");
        }

        return faults.Count;
    }

    private Fault Next(int node, out bool isOfDatabase)
    {
        FillDeck();
        var kind = _deck.Dequeue();
        isOfDatabase = kind >= _nodeFaults.Count;
        return isOfDatabase ? _databaseFaults[kind - _nodeFaults.Count]() : _nodeFaults[kind](node);
    }

    private bool NextIsOfDatabase()
    {
        FillDeck();
        return _deck.Peek() >= _nodeFaults.Count;
    }

    private void FillDeck()
    {
        if (_deck.Count == 0)
        {
            foreach (var kind in _dice.Shuffle(Enumerable.Range(0, _nodeFaults.Count + _databaseFaults.Count)))
            {
                _deck.Enqueue(kind);
            }
        }
    }

    private Fault Kill(int index)
    {
        var node = _cluster.Nodes[index];
        var pause = _dice.Between(TimeSpan.Zero, 2 * Lease);
        return new Fault($"kill {node.Name}, start it again after {pause.TotalSeconds:0.0} s", async () =>
        {
            await node.KillAsync();
            await WaitAsync(pause);
            await node.StartAsync();
        });
    }

    private Fault Freeze(int index, double leases)
    {
        var node = _cluster.Nodes[index];
        return new Fault($"freeze {node.Name} for {leases} leases", async () =>
        {
            await node.FreezeAsync();
            if (leases > 0.5)
            {
                _connections.LeaveOut(node.ProcessId);
            }

            await WaitAsync(leases * Lease);
            node.Thaw();
        });
    }

    private Fault Hold(int index, Direction direction)
    {
        var line = _cluster.Lines[index];
        var time = _dice.Between(0.3 * Lease, 2.5 * Lease);
        return new Fault($"hold back what goes {direction} between {_cluster.Nodes[index].Name} and PostgreSQL for {time.TotalSeconds:0.0} s, then let it arrive", async () =>
        {
            line.Hold(direction);
            await WaitAsync(time);
            line.Heal();
        });
    }

    private Fault Silence(int index)
    {
        var line = _cluster.Lines[index];
        var time = _dice.Between(0.3 * Lease, 2.5 * Lease);
        return new Fault($"silence between {_cluster.Nodes[index].Name} and PostgreSQL for {time.TotalSeconds:0.0} s, then cut", async () =>
        {
            line.Hold(Direction.Both);
            await WaitAsync(time);
            line.Cut();
            line.Heal();
        });
    }

    private Fault GoDown(int index)
    {
        var line = _cluster.Lines[index];
        var time = _dice.Between(0.1 * Lease, 3 * Lease);
        return new Fault($"cut {_cluster.Nodes[index].Name} off from PostgreSQL for {time.TotalSeconds:0.0} s", async () =>
        {
            line.GoDown();
            await WaitAsync(time);
            line.Heal();
        });
    }

    private Fault Delay(int index)
    {
        var line = _cluster.Lines[index];
        var delay = _dice.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200));
        return new Fault($"slow the line of {_cluster.Nodes[index].Name} down by {delay.TotalMilliseconds:0} ms each way", async () =>
        {
            line.Delay = delay;
            await WaitAsync(2 * Lease);
            line.Heal();
        });
    }

    private Fault LoseAnswers(int index)
    {
        var line = _cluster.Lines[index];
        return new Fault($"lose three answers to commits of {_cluster.Nodes[index].Name}", async () =>
        {
            var before = line.LostAnswers;
            for (var answers = 0; answers < 3; answers++)
            {
                line.LoseAnswer();
            }

            await WaitAsync(Lease);
            line.Heal();
            _say($"  {line.LostAnswers - before} were lost");
        });
    }

    private Fault Drain(int index)
    {
        var node = _cluster.Nodes[index];
        return new Fault($"drain {node.Name} and start it again", async () =>
        {
            (await node.TerminateAsync()).ShouldBe(0, node.Log);
            await node.StartAsync();
        });
    }

    private Fault TerminateBackends() => new(
        "terminate all sessions of the nodes at PostgreSQL",
        () => _server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> 'admin' AND backend_type = 'client backend'"));

    private Fault CrashDatabase()
    {
        var pause = _dice.Between(TimeSpan.Zero, 1.5 * Lease);
        return new Fault($"stop PostgreSQL with -m immediate, start it again after {pause.TotalSeconds:0.0} s", async () =>
        {
            await _server.StopAsync(immediate: true);
            await WaitAsync(pause);
            await _server.StartAsync();
        });
    }

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time);
}
