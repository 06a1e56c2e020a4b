namespace ActorMft.Domain.Sessions;

/// <summary>
/// Work: closes a session's connection and tells the partner why. <see cref="HoldSession"/> then ends both; where there is no
/// such connection there is nothing to do.
/// </summary>
public sealed record EndConnection(string SessionId, string Reason);
