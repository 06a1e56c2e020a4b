using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>One process with a node, and a client in it that sends.</summary>
internal sealed class SimulatedNode
{
    private const int BatchLimit = 5;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(300);

    private readonly SimulationRun _simulation;
    private readonly World _world;
    private readonly SimulatedTime _time;
    private readonly FaultyStore _store;
    private readonly string _name;
    private readonly string _client;
    private readonly Dictionary<string, long> _sent = [];
    private bool _isLeaving;

    internal SimulatedNode(SimulationRun simulation, string name, int run)
    {
        _simulation = simulation;
        _world = simulation.World;
        _name = name;
        _client = $"{name}.{run}";
        Context = _world.NewContext();
        _time = new SimulatedTime(_world, Context, _world.Dice.Between(TimeSpan.FromMinutes(-10), TimeSpan.FromMinutes(10)));
        _store = new FaultyStore(_world, simulation.Database, simulation.Weather, Context, simulation.Deadlines, simulation.Stores)
        {
            DeniesCommits = simulation.CommitsAreDenied,
        };
        simulation.Stores.Add(_store);
        Context.Start(RunAsync);
    }

    internal SimulatedContext Context { get; }

    internal ActorNode? Node { get; private set; }

    internal bool HasLeft { get; private set; }

    internal void Leave() => Context.Start(async () =>
    {
        _isLeaving = true;
        await HandOverAsync();
        await DisposeAsync();
    });

    /// <summary>Asks another node to leave; the answer may be lost, and the other may be gone.</summary>
    internal void AskToLeave(SimulatedNode other) => Context.Start(async () =>
    {
        if (Node is { } node && other.Node is { } asked && !_isLeaving)
        {
            try
            {
                await node.AskToLeaveAsync(asked.Incarnation, CancellationToken.None);
            }
            catch (StoreException)
            {
                // Whoever asked would ask again.
            }
        }
    });

    private async Task HandOverAsync()
    {
        try
        {
            await (Node?.HandOverAsync(CancellationToken.None) ?? Task.CompletedTask);
            await Task.Delay(_world.Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(8)), _time);
        }
        catch (StoreException)
        {
            // It leaves without.
        }
    }

    private async Task FollowAsync(ActorNode node)
    {
        await node.LeaveRequested;
        if (!_isLeaving)
        {
            Leave();
            _simulation.Replace(this);
        }
    }

    private async Task DisposeAsync()
    {
        if (Node is not null)
        {
            await Node.DisposeAsync();
            HasLeft = true;
        }
    }

    private async Task RunAsync()
    {
        ActorNodeOptions options = new()
        {
            Name = _name,
            Shards = SimulationRun.Shards,
            Lease = SimulationRun.Lease,
            PassivateAfter = TimeSpan.FromSeconds(5),
            BatchLimit = BatchLimit,
            NewIncarnation = _world.Dice.Guid,
            NewId = () => _world.Dice.Guid().ToString("N"),
        };
        while (Node is null && !_isLeaving)
        {
            try
            {
                Node = await ActorNode.StartAsync(
                    options,
                    _store,
                    [new Walker(_simulation.OnDecide), new Walker(_simulation.OnDecide, "holder", isPrivate: true)],
                    Walker.Codec(),
                    new Toiler(_world, _time),
                    _time,
                    NullLoggerFactory.Instance,
                    CancellationToken.None);
            }
            catch (StoreException)
            {
                await Task.Delay(RetryPause, _time);
            }
        }

        if (_isLeaving)
        {
            await DisposeAsync();
        }
        else
        {
            _ = FollowAsync(Node!);
        }

        for (int i = 0; !_simulation.IsCalm && !_isLeaving; i++)
        {
            await Task.Delay(_world.Dice.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(800)), _time);
            await ActAsync(Node!, i);
        }
    }

    private async Task ActAsync(ActorNode node, int number)
    {
        Dice dice = _world.Dice;
        EntityId to = dice.Chance(0.05) ? new EntityId("holder", node.NewPrivateKey("h")) : Walker.Entity(dice.Below(Walker.Count));
        string id = $"{_client}/{number}";
        switch (dice.Below(13))
        {
            case 0:
                await AskAsync(node, to, id);
                break;
            case 1:
                await SendAsync(node, to, new Alarm(id, dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(20))), id);
                break;
            case 2:
                await SendAsync(node, to, new Toil(id), id);
                break;
            case 3:
                await PoisonAsync(node, to, new Poison(id), id);
                break;
            case 4:
                await PoisonAsync(node, to, new Fuse(id, dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(20))), id);
                break;
            case 5:
                await PutAsync(node, to, null);
                break;
            case 6:
                await PutManyAsync(node, to, 1 + dice.Below(2 * BatchLimit));
                await PutAsync(node, to, id);
                break;
            default:
                await PutAsync(node, to, id);
                break;
        }
    }

    private async Task PoisonAsync(ActorNode node, EntityId to, object message, string id)
    {
        if (await SendAsync(node, to, message, id))
        {
            _simulation.Poisoned.Add(id);
        }
    }

    /// <summary>In one call, once.</summary>
    private async Task PutManyAsync(ActorNode node, EntityId to, int count)
    {
        long first = _sent.GetValueOrDefault(to.ToString()) + 1;
        List<long> numbers = [.. Enumerable.Range(0, count).Select(i => first + i)];
        _sent[to.ToString()] = numbers[^1];
        try
        {
            await node.SendAsync([.. numbers.Select(number => new OutgoingMessage(to, new Put(_client, number, 0, 0)))], CancellationToken.None);
            _simulation.Accepted.AddRange(numbers.Select(number => (_client, to, number)));
        }
        catch (StoreException)
        {
            // Not accepted.
        }
    }

    private async Task PutAsync(ActorNode node, EntityId to, string? requestId)
    {
        long number = _sent[to.ToString()] = _sent.GetValueOrDefault(to.ToString()) + 1;
        if (await SendAsync(node, to, new Put(_client, number, _world.Dice.Below(4), _world.Dice.Below(1000)), requestId))
        {
            _simulation.Accepted.Add((_client, to, number));
        }
    }

    /// <summary>With a request id, tries until it is accepted; without one, once.</summary>
    private async Task<bool> SendAsync(ActorNode node, EntityId to, object message, string? requestId)
    {
        while (!_isLeaving)
        {
            try
            {
                await node.SendAsync(to, message, requestId, CancellationToken.None);
                return true;
            }
            catch (StoreException)
            {
                if (requestId is null)
                {
                    return false;
                }

                await Task.Delay(RetryPause, _time);
            }
        }

        return false;
    }

    private async Task AskAsync(ActorNode node, EntityId to, string id)
    {
        for (int answers = 0; answers < 2 && !_isLeaving;)
        {
            try
            {
                _simulation.Answers.Add((id, await node.AskAsync<Answer>(to, new Ask(id), id, CancellationToken.None)));
                answers++;
            }
            catch (StoreException)
            {
                await Task.Delay(RetryPause, _time);
            }
        }
    }
}
