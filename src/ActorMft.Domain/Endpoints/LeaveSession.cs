namespace ActorMft.Domain.Endpoints;

/// <summary>A session has ended. Unknown ids are ignored.</summary>
public sealed record LeaveSession(string SessionId);
