namespace ActorMft.Node.Hosting;

/// <summary>The node's phase, for whoever has to know: probes, the listener, the log.</summary>
internal sealed class NodeState
{
    private volatile NodePhase _phase = NodePhase.Starting;

    public NodePhase Phase
    {
        get => _phase;
        set => _phase = value;
    }
}
