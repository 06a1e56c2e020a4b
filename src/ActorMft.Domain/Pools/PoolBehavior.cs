using ActorMft.Domain.Decisions;
using ActorMft.Domain.Members;

namespace ActorMft.Domain.Pools;

/// <summary>
/// The connections to one remote server: never more granted than the cap allows at that moment. Nodes take turns, and each
/// node's wishes are served in order.
/// </summary>
internal sealed class PoolBehavior : ActorBehavior<PoolState, PoolEvent>
{
    public override string Kind => ActorKinds.Pool;

    private protected override PoolState Initial(string key) => new();

    private protected override PoolState Apply(PoolState state, PoolEvent @event) => PoolFold.Apply(state, @event);

    private protected override void Decide(Deciding<PoolState, PoolEvent> deciding, object message)
    {
        var before = deciding.State;
        var pool = new PoolDecision(deciding);
        switch (message)
        {
            case DefinePool define:
                pool.Define(define);
                break;
            case RemovePool:
                pool.Remove();
                break;
            case RequestSlot request:
                pool.Request(request);
                break;
            case ReleaseSlot release:
                pool.Release(release);
                break;
            case HolderLost lost:
                pool.HolderLost(lost);
                break;
            case CheckDeadlines:
                pool.CheckDeadlines();
                break;
            default:
                throw Unknown(message);
        }

        pool.Settle(before);
    }
}
