namespace ActorMft.Node.Hosting;

/// <summary>Where a node is in its life.</summary>
public enum NodePhase
{
    /// <summary>Not accepting yet.</summary>
    Starting,

    /// <summary>Accepting partners and doing work.</summary>
    Up,

    /// <summary>Accepts nobody new; work in progress comes to a good end.</summary>
    Draining,

    /// <summary>Gone from the cluster.</summary>
    Stopped,
}
