namespace ActorMft.Domain.Sessions;

/// <summary>
/// From the endpoint, in the same commit as the place it gives: the session answers for the place from here on and gives it back
/// when it ends, also when it never opens because the answer was lost, the login failed afterwards, or the node died.
/// </summary>
public sealed record ExpectSession(string Organization, string Endpoint, string Node, Guid Incarnation);
