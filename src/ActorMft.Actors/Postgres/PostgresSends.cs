using ActorMft.Actors.Storage;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Puts messages into the inbox; those of requests that are known already are left out.</summary>
internal static class PostgresSends
{
    /// <param name="messages">In order; at most one per request id.</param>
    /// <param name="asker">The incarnation that waits for the answers.</param>
    /// <remarks>The statement returns the requests that were new.</remarks>
    internal static void Add(NpgsqlBatch batch, IReadOnlyList<MessageRow> messages, Guid? asker)
    {
        string[] requests = [.. messages.Select(static message => message.RequestId).OfType<string>().Order(StringComparer.Ordinal)];
        if (requests.Length == 0)
        {
            batch.Add(
                "INSERT INTO actormft.inbox (shard_id, message_id, entity_id, type, version, payload) "
                + "SELECT m.shard_id, m.message_id, m.entity_id, m.type, m.version, m.payload " + Messages + "ORDER BY m.place",
                Columns(messages).AsSpan(0, 6));
            return;
        }

        // The identity is given in the order of the rows (PostgreSQL manual, INSERT, since 9.6).
        batch.Add(
            "WITH new AS (INSERT INTO actormft.requests (request_id, status, asker) SELECT request_id, 0, $8 FROM unnest($9) AS r (request_id) "
            + "ON CONFLICT DO NOTHING RETURNING request_id), "
            + "stored AS (INSERT INTO actormft.inbox (shard_id, message_id, entity_id, type, version, payload, request_id) "
            + "SELECT m.shard_id, m.message_id, m.entity_id, m.type, m.version, m.payload, m.request_id " + MessagesWithRequests
            + "WHERE m.request_id IS NULL OR m.request_id IN (SELECT request_id FROM new) ORDER BY m.place) "
            + "SELECT request_id FROM new",
            [.. Columns(messages), asker is { } id ? id : Nobody, requests]);
    }

    private const string Messages = "FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS m (shard_id, message_id, entity_id, type, version, payload, place) ";

    private const string MessagesWithRequests =
        "FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY AS m (shard_id, message_id, entity_id, type, version, payload, request_id, place) ";

    private static readonly object Nobody = Guid.Empty;

    private static object?[] Columns(IReadOnlyList<MessageRow> messages) =>
    [
        messages.Select(static message => message.Shard).ToArray(),
        messages.Select(static message => message.MessageId).ToArray(),
        messages.Select(static message => message.To.ToString()).ToArray(),
        messages.Select(static message => message.Message.Type).ToArray(),
        messages.Select(static message => message.Message.Version).ToArray(),
        messages.Select(static message => message.Message.Json).ToArray(),
        messages.Select(static message => message.RequestId).ToArray(),
    ];
}
