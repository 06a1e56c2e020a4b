using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>Faults, one after the other, each to a node or to the database, and each over when its task ends.</summary>
public sealed class Storm
{
    private readonly NodeCluster _cluster;
    private readonly PostgresServer _server;
    private readonly SshdConnectionCount _connections;
    private readonly Dice _dice;
    private readonly Action<string> _say;
    private readonly IReadOnlyList<Func<Task>> _faults;
    private readonly Queue<Func<Task>> _deck = [];

    public Storm(NodeCluster cluster, PostgresServer server, SshdConnectionCount connections, Dice dice, Action<string> say)
    {
        _cluster = cluster;
        _server = server;
        _connections = connections;
        _dice = dice;
        _say = say;
        _faults =
        [
            KillAsync,
            () => FreezeAsync(0.5),
            () => FreezeAsync(1.5),
            () => FreezeAsync(5),
            () => HoldAsync(Direction.ToServer),
            () => HoldAsync(Direction.ToClient),
            SilenceAsync,
            GoDownAsync,
            DelayAsync,
            LoseAnswersAsync,
            TerminateBackendsAsync,
            CrashDatabaseAsync,
            DrainAsync,
        ];
    }

    private TimeSpan Lease => _cluster.Options.Lease;

    /// <summary>How many kinds of faults there are.</summary>
    public int Kinds => _faults.Count;

    /// <summary>The next fault; every kind comes once before one comes again.</summary>
    public async Task StrikeAsync()
    {
        if (_deck.Count == 0)
        {
            foreach (var fault in _dice.Shuffle(_faults))
            {
                _deck.Enqueue(fault);
            }
        }

        await _deck.Dequeue()();
        foreach (var node in _cluster.Nodes)
        {
            node.IsRunning.ShouldBeTrue($"{node.Name} ended by itself:\n{node.Log}");
        }
    }

    /// <summary>Waits between two faults.</summary>
    public Task PauseAsync() => WaitAsync(_dice.Between(TimeSpan.Zero, Lease));

    private async Task KillAsync()
    {
        var (node, _) = Choose();
        var pause = _dice.Between(TimeSpan.Zero, 2 * Lease);
        _say($"kill {node.Name}, start it again after {pause.TotalSeconds:0.0} s");
        await node.KillAsync();
        await WaitAsync(pause);
        await node.StartAsync();
    }

    private async Task FreezeAsync(double leases)
    {
        var (node, _) = Choose();
        _say($"freeze {node.Name} for {leases} leases");
        await node.FreezeAsync();
        if (leases > 0.5)
        {
            _connections.LeaveOut(node.ProcessId);
        }

        await WaitAsync(leases * Lease);
        node.Thaw();
    }

    private async Task HoldAsync(Direction direction)
    {
        var (node, line) = Choose();
        var time = _dice.Between(0.3 * Lease, 2.5 * Lease);
        _say($"hold back what goes {direction} between {node.Name} and PostgreSQL for {time.TotalSeconds:0.0} s, then let it arrive");
        line.Hold(direction);
        await WaitAsync(time);
        line.Heal();
    }

    private async Task SilenceAsync()
    {
        var (node, line) = Choose();
        var time = _dice.Between(0.3 * Lease, 2.5 * Lease);
        _say($"silence between {node.Name} and PostgreSQL for {time.TotalSeconds:0.0} s, then cut");
        line.Hold(Direction.Both);
        await WaitAsync(time);
        line.Cut();
        line.Heal();
    }

    private async Task GoDownAsync()
    {
        var (node, line) = Choose();
        var time = _dice.Between(0.1 * Lease, 3 * Lease);
        _say($"cut {node.Name} off from PostgreSQL for {time.TotalSeconds:0.0} s");
        line.GoDown();
        await WaitAsync(time);
        line.Heal();
    }

    private async Task DelayAsync()
    {
        var (node, line) = Choose();
        var delay = _dice.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200));
        _say($"slow the line of {node.Name} down by {delay.TotalMilliseconds:0} ms each way");
        line.Delay = delay;
        await WaitAsync(2 * Lease);
        line.Heal();
    }

    private async Task LoseAnswersAsync()
    {
        var (node, line) = Choose();
        var before = line.LostAnswers;
        _say($"lose three answers to commits of {node.Name}");
        for (var answers = 0; answers < 3; answers++)
        {
            line.LoseAnswer();
        }

        await WaitAsync(Lease);
        line.Heal();
        _say($"  {line.LostAnswers - before} were lost");
    }

    private async Task TerminateBackendsAsync()
    {
        _say("terminate all sessions of the nodes at PostgreSQL");
        await _server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> 'admin' AND backend_type = 'client backend'");
    }

    private async Task CrashDatabaseAsync()
    {
        var pause = _dice.Between(TimeSpan.Zero, 1.5 * Lease);
        _say($"stop PostgreSQL with -m immediate, start it again after {pause.TotalSeconds:0.0} s");
        await _server.StopAsync(immediate: true);
        await WaitAsync(pause);
        await _server.StartAsync();
    }

    private async Task DrainAsync()
    {
        var (node, _) = Choose();
        _say($"drain {node.Name} and start it again");
        (await node.TerminateAsync()).ShouldBe(0, node.Log);
        await node.StartAsync();
    }

    private (NodeProcess Node, FaultProxy Line) Choose()
    {
        var index = _dice.Below(_cluster.Nodes.Count);
        return (_cluster.Nodes[index], _cluster.Lines[index]);
    }

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time);
}
