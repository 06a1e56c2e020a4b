using ActorMft.Domain.Sessions;

namespace ActorMft.Node.Management;

/// <summary>A session in the list; what is moving right now is known for sessions of the node that is asked.</summary>
internal sealed record SessionView(
    string Id,
    string Organization,
    string Endpoint,
    string User,
    string RemoteAddress,
    string Client,
    string Node,
    DateTimeOffset OpenedAt,
    string? ClosingReason,
    long? BytesReceived,
    long? BytesSent,
    DateTimeOffset? LastCommandAt,
    IReadOnlyList<string>? Paths)
{
    public static SessionView Of(SessionRow row, LiveSession? live) => new(
        row.Id,
        row.Organization,
        row.Endpoint,
        row.User,
        row.RemoteAddress,
        row.Client,
        row.Node,
        row.OpenedAt,
        row.ClosingReason,
        live?.BytesReceived,
        live?.BytesSent,
        live?.LastCommandAt,
        live?.Paths);
}
