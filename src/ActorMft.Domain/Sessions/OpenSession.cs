namespace ActorMft.Domain.Sessions;

/// <summary>A partner has logged in and was let in by the endpoint, which has sent <see cref="ExpectSession"/> then.</summary>
/// <param name="User">The login.</param>
/// <param name="RemoteAddress">The partner's address and port.</param>
/// <param name="Client">The partner's SSH software, as it names itself.</param>
public sealed record OpenSession(
    string Organization,
    string Endpoint,
    string User,
    string RemoteAddress,
    string Client,
    string Node,
    Guid Incarnation);
