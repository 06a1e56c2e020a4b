namespace ActorMft.Domain.Sessions;

/// <summary>
/// From the endpoint, in the same commit as the place it gives to a partner who has logged in: the session answers for the place from here
/// on and gives it back when it ends, also when the partner's connection never learned of it because the answer was lost or the node died.
/// </summary>
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
    Guid Incarnation,
    DateTimeOffset OpenedAt)
{
    /// <summary>How it is shown while it is open.</summary>
    internal SessionRow Row(string id, string? closingReason) =>
        new(id, Organization, Endpoint, User, RemoteAddress, Client, Node, OpenedAt, closingReason);
}
