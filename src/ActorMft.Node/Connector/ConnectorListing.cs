namespace ActorMft.Node.Connector;

/// <summary>The answer to a list or query.</summary>
/// <param name="Items">In the order that was asked for.</param>
/// <param name="Truncated">True when more matched than the limit let in.</param>
internal sealed record ConnectorListing(IReadOnlyList<ConnectorFile> Items, bool Truncated);
