namespace ActorMft.Node.Sessions;

/// <summary>The node that sessions and connections are held by.</summary>
/// <param name="Name">Its name in lists and timelines.</param>
/// <param name="Incarnation">Its present incarnation in the cluster.</param>
/// <param name="NewSessionId">Makes the key of a session that lives on this node, from a ULID.</param>
internal sealed record ThisNode(string Name, Func<Guid> Incarnation, Func<string, string> NewSessionId);
