namespace ActorMft.Domain.Sessions;

/// <summary>
/// Work: the partner's connection. Runs as long as the connection is open, closes it when cancelled, and ends with
/// <see cref="SessionEnded"/>, unless the connection has said so itself. Started where there is no such connection, its node was lost; that too ends with it.
/// </summary>
public sealed record HoldSession(string SessionId, string Node, Guid Incarnation);
