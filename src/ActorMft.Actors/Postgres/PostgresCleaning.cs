using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Removes what nobody needs any more, in batches that several nodes can make at once.</summary>
internal static class PostgresCleaning
{
    internal static Task<int> DeleteExpiredRequestsAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken) =>
        connection.CreateBatch()
            .Add(
                "DELETE FROM actormft.requests WHERE request_id IN (SELECT request_id FROM actormft.requests "
                + "WHERE expires < (SELECT actormft.clock()) ORDER BY expires LIMIT $1 FOR UPDATE SKIP LOCKED)",
                limit)
            .ExecuteNonQueryAsync(cancellationToken);

    internal static async Task<int> DeleteFinishedAsync(NpgsqlConnection connection, TimeSpan keep, int limit, CancellationToken cancellationToken) =>
        (await connection.CreateBatch()
            .Add(
                "WITH due AS MATERIALIZED (SELECT entity_id, view, row_id FROM actormft.finished WHERE at < (SELECT actormft.clock()) - $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED), "
                + "logs AS (DELETE FROM actormft.events e USING due WHERE e.entity_id = due.entity_id), "
                + "states AS (DELETE FROM actormft.snapshots s USING due WHERE s.entity_id = due.entity_id), "
                + "rows AS (DELETE FROM actormft.views v USING due WHERE v.view = due.view AND v.id = due.row_id), "
                + "notes AS (DELETE FROM actormft.finished f USING due WHERE f.entity_id = due.entity_id) "
                + "SELECT count(*) FROM due",
                keep,
                limit)
            .ReadAsync(static reader => (int)reader.GetInt64(0), cancellationToken))[0];
}
