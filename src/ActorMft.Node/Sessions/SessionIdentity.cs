namespace ActorMft.Node.Sessions;

/// <summary>Whose session it is.</summary>
/// <param name="SessionId">The session actor's key.</param>
/// <param name="Organization">The endpoint's organization.</param>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="User">The login.</param>
/// <param name="Home">The directory of the endpoint that the user sees as its root.</param>
internal sealed record SessionIdentity(string SessionId, string Organization, string Endpoint, string User, string Home);
