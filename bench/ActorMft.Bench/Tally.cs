using ActorMft.Actors;

namespace ActorMft.Bench;

/// <summary>The smallest useful entity: each command is one event and one answer.</summary>
internal sealed class Tally : EntityKind<Pinged>
{
    public override string Name => "tally";

    protected override Pinged Initial(string key) => new(0);

    protected override Pinged Apply(Pinged state, object storedEvent) => (Pinged)storedEvent;

    protected override EntityDecision Decide(Pinged state, object message, DecisionContext context)
    {
        Pinged next = new(state.Count + 1);
        return new EntityDecision { Events = [next], Reply = next };
    }
}
