namespace ActorMft.Node.Files;

/// <summary>A whole file in one of our own endpoints.</summary>
/// <param name="Path">Absolute in the endpoint.</param>
/// <param name="User">The login that brought it; empty when a delivery did.</param>
/// <param name="SessionId">The session that brought it; empty when a delivery did.</param>
internal sealed record ArrivedFile(string Path, string User, string SessionId);
