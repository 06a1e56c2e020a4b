using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorsContext = ActorMft.Actors.DecisionContext;
using DomainContext = ActorMft.Domain.Decisions.DecisionContext;

namespace ActorMft.Node.Engine;

/// <summary>Lets the engine run one of the domain's behaviors.</summary>
internal sealed class BehaviorKind(ActorBehavior behavior) : EntityKind
{
    public override string Name => behavior.Kind;

    public override int SnapshotEvery => behavior.SnapshotEvery;

    public override int StateVersion => behavior.StateVersion;

    public override bool PrivateShard => behavior.PrivateShard;

    public override object CreateInitial(string key) => behavior.CreateInitial(key);

    public override object Apply(object state, object storedEvent) => behavior.Apply(state, storedEvent);

    public override EntityDecision Decide(object state, object message, ActorsContext context)
    {
        var decision = behavior.Decide(
            state,
            message,
            new DomainContext(ToActorId(context.Self), context.Now, context.MessageId, context.NodeName, context.Incarnation));
        return DecisionTranslation.Translate(decision);
    }

    private static ActorId ToActorId(EntityId id) => new(id.Kind, id.Key);
}
