namespace ActorMft.Actors.Engine;

/// <summary>An entity in memory.</summary>
internal sealed class EntityMemory(EntityKind kind, object state, long sequence, long snapshotSequence)
{
    internal EntityKind Kind { get; } = kind;

    internal object State { get; set; } = state;

    /// <summary>Of its last event; 0 when it has none.</summary>
    internal long Sequence { get; set; } = sequence;

    /// <summary>Of its last snapshot; 0 when it has none.</summary>
    internal long SnapshotSequence { get; set; } = snapshotSequence;

    /// <summary>The timestamp of its last message.</summary>
    internal long LastUsed { get; set; }

    internal bool WantsSnapshot => Kind.SnapshotEvery > 0 && Sequence - SnapshotSequence >= Kind.SnapshotEvery;
}
