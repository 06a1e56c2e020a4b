namespace ActorMft.Domain.Decisions;

/// <summary>Base of the behaviors: the same functions over the actor's own types.</summary>
public abstract class ActorBehavior<TState, TEvent> : ActorBehavior
    where TState : class
    where TEvent : class
{
    public sealed override Type StateType => typeof(TState);

    public sealed override object CreateInitial(string key) => Initial(key);

    public sealed override object Apply(object state, object @event) => Apply((TState)state, (TEvent)@event);

    public sealed override Decision Decide(object state, object message, DecisionContext context)
    {
        var deciding = new Deciding<TState, TEvent>((TState)state, context, Apply);
        Decide(deciding, message);
        return deciding.ToDecision();
    }

    private protected abstract TState Initial(string key);

    private protected abstract TState Apply(TState state, TEvent @event);

    private protected abstract void Decide(Deciding<TState, TEvent> deciding, object message);

    /// <summary>The answer to a message of a type that the actor doesn't know: a mistake of the sender.</summary>
    private protected ArgumentException Unknown(object message) =>
        new($"An actor of kind {Kind} doesn't understand a message of type {message.GetType().Name}.", nameof(message));
}
