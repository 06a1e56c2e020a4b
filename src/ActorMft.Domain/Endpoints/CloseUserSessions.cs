namespace ActorMft.Domain.Endpoints;

/// <summary>From the catalog: a user may not be logged in any more.</summary>
public sealed record CloseUserSessions(string User, string Reason);
