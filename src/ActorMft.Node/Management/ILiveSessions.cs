namespace ActorMft.Node.Management;

/// <summary>What only the node that holds a session's connection knows.</summary>
internal interface ILiveSessions
{
    /// <summary>Sessions on this node.</summary>
    int Count { get; }

    /// <summary>Null when this node doesn't hold it.</summary>
    LiveSession? Find(string sessionId);
}
