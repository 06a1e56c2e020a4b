namespace ActorMft.Actors;

/// <summary>
/// What all entities of one kind do: pure functions over an immutable state. Derive from <see cref="EntityKind{TState}"/>.
/// </summary>
public abstract class EntityKind
{
    /// <summary>Part of every entity id of this kind and of every stored row; never change it. No slash.</summary>
    public abstract string Name { get; }

    /// <summary>A snapshot of the state is stored after this many events; 0 stores none.</summary>
    public virtual int SnapshotEvery => 200;

    /// <summary>Raise it when the stored form of the state changes: snapshots of another version are ignored and the events replayed.</summary>
    public virtual int StateVersion => 1;

    /// <summary>
    /// Whether entities of this kind live in the private shard of the node that made them, because they hold something only
    /// that node has (a socket). Their keys come from <see cref="ActorNode.NewPrivateKey"/>. After the node's death another
    /// node claims that shard, so that they can be ended.
    /// </summary>
    public virtual bool PrivateShard => false;

    /// <summary>The state before the first event.</summary>
    public abstract object CreateInitial(string key);

    /// <summary>The state after <paramref name="storedEvent"/>. Must accept every event ever stored.</summary>
    public abstract object Apply(object state, object storedEvent);

    /// <summary>
    /// What follows from a message. Pure: no I/O, no clock but <see cref="DecisionContext.Now"/>. An exception counts as a
    /// failed attempt; after <see cref="ActorNodeOptions.MaxAttempts"/> of them the message becomes a dead letter.
    /// </summary>
    public abstract EntityDecision Decide(object state, object message, DecisionContext context);
}
