namespace ActorMft.Domain.Sessions;

/// <summary>An open session in the list.</summary>
/// <param name="ClosingReason">Why it is being closed; null while it isn't.</param>
public sealed record SessionRow(
    string Id,
    string Organization,
    string Endpoint,
    string User,
    string RemoteAddress,
    string Client,
    string Node,
    DateTimeOffset OpenedAt,
    string? ClosingReason);
