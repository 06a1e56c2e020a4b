namespace ActorMft.Actors;

/// <summary>An <see cref="EntityKind"/> with a typed, immutable state.</summary>
/// <typeparam name="TState">An immutable record; registered with the <see cref="MessageCodec"/> when snapshots are on.</typeparam>
public abstract class EntityKind<TState> : EntityKind
    where TState : class
{
    /// <summary>The state before the first event.</summary>
    protected abstract TState Initial(string key);

    /// <summary>The state after <paramref name="storedEvent"/>.</summary>
    protected abstract TState Apply(TState state, object storedEvent);

    /// <summary>What follows from a message; see <see cref="EntityKind.Decide"/>.</summary>
    protected abstract EntityDecision Decide(TState state, object message, DecisionContext context);

    /// <inheritdoc/>
    public sealed override object CreateInitial(string key) => Initial(key);

    /// <inheritdoc/>
    public sealed override object Apply(object state, object storedEvent) => Apply((TState)state, storedEvent);

    /// <inheritdoc/>
    public sealed override EntityDecision Decide(object state, object message, DecisionContext context) =>
        Decide((TState)state, message, context);
}
