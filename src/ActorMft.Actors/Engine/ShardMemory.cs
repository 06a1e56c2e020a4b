using System.Collections.Concurrent;
using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>The entities of one shard that are in memory. Only the shard's own loop uses it; counting is for all.</summary>
internal sealed class ShardMemory(EngineParts parts)
{
    private readonly ConcurrentDictionary<EntityId, EntityMemory> _entities = [];
    private long _passivatedAt = parts.Time.GetTimestamp();

    internal int CountOf(string kind) => _entities.Count(entity => string.Equals(entity.Key.Kind, kind, StringComparison.Ordinal));

    /// <summary>Reads those that are not in memory. An entity that cannot be rebuilt is in <paramref name="broken"/> instead.</summary>
    internal async Task LoadAsync(IEnumerable<EntityId> entities, Dictionary<EntityId, Exception> broken, CancellationToken cancellationToken)
    {
        List<EntityLookup> missing = [];
        HashSet<EntityId> seen = [];
        foreach (EntityId entity in entities)
        {
            if (!_entities.ContainsKey(entity) && seen.Add(entity))
            {
                if (parts.Kinds.TryGetValue(entity.Kind, out EntityKind? kind))
                {
                    missing.Add(new EntityLookup(entity, kind.StateVersion));
                }
                else
                {
                    broken[entity] = new InvalidOperationException($"There is no entity kind '{entity.Kind}' on this node.");
                }
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        foreach (EntityRecord record in await parts.Store.LoadAsync(missing, cancellationToken))
        {
            try
            {
                _entities[record.Entity] = Rebuild(record);
            }
            catch (Exception exception)
            {
                broken[record.Entity] = exception;
            }
        }
    }

    internal EntityMemory Get(EntityId entity) => _entities[entity];

    internal void Clear() => _entities.Clear();

    /// <summary>Lets go what was not used for long; called after every round, it looks ten times per <see cref="ActorNodeOptions.PassivateAfter"/>.</summary>
    internal void Passivate()
    {
        long now = parts.Time.GetTimestamp();
        if (parts.Time.GetElapsedTime(_passivatedAt, now) < parts.Options.PassivateAfter / 10)
        {
            return;
        }

        _passivatedAt = now;
        foreach ((EntityId entity, EntityMemory memory) in _entities)
        {
            if (parts.Time.GetElapsedTime(memory.LastUsed, now) >= parts.Options.PassivateAfter)
            {
                _entities.TryRemove(entity, out _);
            }
        }
    }

    private EntityMemory Rebuild(EntityRecord record)
    {
        EntityKind kind = parts.Kinds[record.Entity.Kind];
        object state = record.Snapshot is { } snapshot ? parts.Codec.Decode(snapshot.State) : kind.CreateInitial(record.Entity.Key);
        long start = record.Snapshot?.Sequence ?? 0;
        long sequence = start;
        foreach (EventRow row in record.Events)
        {
            if (row.Sequence != sequence + 1)
            {
                throw new InvalidOperationException(
                    $"The log of {record.Entity} goes from {sequence} to {row.Sequence}: entries are missing. Restore them; until then nothing is written to it.");
            }

            state = kind.Apply(state, parts.Codec.Decode(row.Event));
            sequence = row.Sequence;
        }

        return new EntityMemory(kind, state, sequence, start);
    }
}
