using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>
/// One decision round of a shard: each message in order, against the state that the messages before it left. A message that
/// fails holds up the later ones of its entity, and nobody else's.
/// </summary>
/// <param name="mayStart">Asked before every message: past the node's deadline no handler starts.</param>
/// <param name="limit">It ends after this many decisions.</param>
internal sealed class Round(EngineParts parts, ShardLease lease, ShardMemory memory, Func<bool> mayStart, int limit)
{
    private readonly HashSet<EntityId> _heldUp = [];

    internal CommitBuilder Commit { get; } = new(parts, lease);

    /// <summary>Messages whose decisions are in the commit.</summary>
    internal List<Input> Decided { get; } = [];

    /// <summary>Messages whose handling threw, at most one per entity.</summary>
    internal List<(Input Input, Exception Exception)> Failures { get; } = [];

    /// <summary>Entities whose log or snapshot could not be read.</summary>
    internal Dictionary<EntityId, Exception> Broken { get; } = [];

    /// <summary>Whether it ended before the last message.</summary>
    internal bool WasCutShort { get; private set; }

    internal async Task DecideAsync(IReadOnlyList<Input> inputs)
    {
        await memory.LoadAsync(inputs.Select(static input => input.Entity), Broken, CancellationToken.None);
        foreach (Input input in inputs)
        {
            if (!mayStart() || Decided.Count + Failures.Count >= limit)
            {
                WasCutShort = true;
                return;
            }

            if (!_heldUp.Contains(input.Entity) && !Broken.ContainsKey(input.Entity) && !WasReplaced(input))
            {
                Decide(input);
            }
        }
    }

    /// <summary>A timer that an earlier message of this round cancelled or set anew must not fire.</summary>
    private bool WasReplaced(Input input) =>
        input.TimerName is { } name && Commit.Changes(new TimerKey(input.Entity, name));

    private void Decide(Input input)
    {
        EntityMemory entity = memory.Get(input.Entity);
        try
        {
            DateTimeOffset now = parts.Clock.GetUtcNow();

            // The store says when a timer is due; this node's reckoning of its clock may be a little behind.
            now = input.Due is { } due && due > now ? due : now;
            DecisionContext context = new(input.Entity, now, input.MessageId, input.RequestId, parts.Options.Name, lease.Owner);
            EntityDecision decision = entity.Kind.Decide(entity.State, parts.Codec.Decode(input.Message), context);
            EncodedDecision encoded = EncodedDecision.Encode(parts, lease, input, decision, entity.Sequence, now);
            object state = entity.State;
            foreach (object one in decision.Events)
            {
                state = entity.Kind.Apply(state, one);
            }

            entity.State = state;
            entity.Sequence += decision.Events.Count;
            entity.LastUsed = parts.Time.GetTimestamp();
            Commit.Add(input, entity, decision, encoded);
            Decided.Add(input);
        }
        catch (Exception exception)
        {
            _heldUp.Add(input.Entity);
            Failures.Add((input, exception));
        }
    }
}
