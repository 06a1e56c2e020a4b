using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Flows;

/// <summary>
/// Makes one transfer of each arrived file and target. Files of the same path go one after the other, each complete, in the
/// order in which they came.
/// </summary>
internal sealed class FlowBehavior : ActorBehavior<FlowState, FlowEvent>
{
    public override string Kind => ActorKinds.Flow;

    /// <summary>A flow under load has a large state and short events.</summary>
    public override int SnapshotEvery => 1000;

    private protected override FlowState Initial(string key) => new();

    private protected override FlowState Apply(FlowState state, FlowEvent @event) => FlowFold.Apply(state, @event);

    private protected override void Decide(Deciding<FlowState, FlowEvent> deciding, object message)
    {
        var gate = new GateDecision(deciding);
        var flow = new FlowDecision(deciding, gate);
        switch (message)
        {
            case DefineFlow define:
                flow.Define(define);
                break;
            case RemoveFlow remove:
                flow.Remove(remove);
                break;
            case FileArrived arrived:
                flow.Arrived(arrived);
                break;
            case TransferEnded ended:
                flow.TransferEnded(ended);
                break;
            case PlaceReturned returned:
                gate.Returned(returned);
                break;
            case PlaceWanted wanted:
                gate.Wanted(wanted);
                break;
            case SourceReleased released:
                flow.SourceReleased(released);
                break;
            case ReachFlow:
                deciding.Reply(new FlowReached());
                break;
            case ReadArrivals:
                deciding.Reply(new ArrivalsReply([.. deciding.State.Arrivals.Keys.Order(StringComparer.Ordinal)]));
                break;
            default:
                throw Unknown(message);
        }
    }
}
