namespace ActorMft.Domain.Decisions;

/// <summary>One kind of actor as pure functions: (state, message) to decision, (state, event) to state.</summary>
public abstract class ActorBehavior
{
    /// <summary>One of <see cref="ActorKinds"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>The type of the state, as snapshots keep it.</summary>
    public abstract Type StateType { get; }

    /// <summary>A snapshot is worth its while after so many events.</summary>
    public virtual int SnapshotEvery => 100;

    /// <summary>Raised when the state's shape changes: snapshots of another version are ignored and the events replayed.</summary>
    public virtual int StateVersion => 1;

    /// <summary>Whether the actor lives in its node's private shard and never moves.</summary>
    public virtual bool PrivateShard => false;

    /// <summary>The state before the first event.</summary>
    public abstract object CreateInitial(string key);

    /// <summary>The state after an event.</summary>
    public abstract object Apply(object state, object @event);

    /// <summary>What a message leads to.</summary>
    /// <exception cref="ArgumentException">The actor doesn't know this type of message.</exception>
    public abstract Decision Decide(object state, object message, DecisionContext context);
}
