using System.Collections.Immutable;
using ActorMft.Domain;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Members;
using ActorMft.Domain.Pools;

namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>
/// The database's side: the pool's real decisions, one at a time, and the count of sockets that are open under each incarnation's slots.
/// After each step it is checked that no socket is open without a slot.
/// </summary>
internal sealed class SimulatedPool(Func<DateTimeOffset> now)
{
    private static readonly ActorBehavior _behavior = DomainActors.All.Single(behavior => behavior.Kind == ActorKinds.Pool);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _sockets = [];
    private object _state = _behavior.CreateInitial("acme/bank");
    private int _messages;

    public List<string> Violations { get; } = [];

    public PoolRow? Row { get; private set; }

    public int Grants { get; private set; }

    public int MostSockets { get; private set; }

    public PoolState State
    {
        get
        {
            lock (_gate)
            {
                return (PoolState)_state;
            }
        }
    }

    public object? Handle(object message)
    {
        lock (_gate)
        {
            var context = new DecisionContext(ActorId.Pool("acme", "bank"), now(), $"m{_messages++}", "node", Guid.Empty);
            var decision = _behavior.Decide(_state, message, context);
            foreach (var happened in decision.Events)
            {
                _state = _behavior.Apply(_state, happened);
                if (happened is SlotGranted && ((PoolState)_state) is var state && ++Grants > 0 && state.Granted.Count > state.Cap)
                {
                    Violations.Add($"granted {state.Granted.Count} of {state.Cap}");
                }
            }

            if (decision.Effects.OfType<ShowRow>().LastOrDefault() is { } row)
            {
                Row = DomainJson.Read<PoolRow>(row.Json);
            }

            Check(message is HolderLost ? "after a node was declared dead" : $"after {message.GetType().Name}");
            return decision.Effects.OfType<Reply>().LastOrDefault()?.Message;
        }
    }

    public void Opened(Guid incarnation) => Count(incarnation, +1, "at a connect");

    public void Closed(Guid incarnation) => Count(incarnation, -1, "at a close");

    private void Count(Guid incarnation, int by, string when)
    {
        lock (_gate)
        {
            _sockets[incarnation] = _sockets.GetValueOrDefault(incarnation) + by;
            MostSockets = Math.Max(MostSockets, _sockets.Values.Sum());
            Check(when);
        }
    }

    private void Check(string when)
    {
        var granted = ((PoolState)_state).Granted.Values.CountBy(wish => wish.Incarnation).ToImmutableDictionary();
        foreach (var (incarnation, sockets) in _sockets)
        {
            if (sockets > granted.GetValueOrDefault(incarnation))
            {
                Violations.Add($"{when}: {incarnation} has {sockets} sockets and {granted.GetValueOrDefault(incarnation)} slots");
            }
        }
    }
}
