namespace ActorMft.Node.Connector;

/// <summary>A file at an endpoint, as the connector operations tell of it.</summary>
/// <param name="FileName">Without its directory.</param>
/// <param name="RemoteDirectory">Where it is, absolute.</param>
/// <param name="Type"><c>file</c>, <c>directory</c> or <c>other</c>.</param>
/// <param name="Size">In bytes, where the server tells it.</param>
/// <param name="Timestamp">When it was last changed; only when metadata is asked for.</param>
internal sealed record ConnectorFile(string FileName, string RemoteDirectory, string Type, long? Size, DateTimeOffset? Timestamp);
