using ActorMft.Actors.Storage;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Counts the failed attempts at a message, and puts it aside at the limit.</summary>
internal static class PostgresFailures
{
    internal static async Task<AttemptOutcome> RecordAsync(NpgsqlConnection connection, FailedAttempt attempt, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.CreateBatch().Add(PostgresCommits.Fence, attempt.Lease.Shard, attempt.Lease.Owner, attempt.Lease.Epoch).ExecuteNonQueryAsync(cancellationToken);
        List<int> attempts = await On(connection, attempt, "UPDATE", "SET attempts = attempts + 1", "RETURNING attempts")
            .ReadAsync(static reader => reader.GetInt32(0), cancellationToken);

        // When the message is not there any more, there is nothing to try again.
        bool isOver = attempts.Count == 1 && attempts[0] >= attempt.Limit;
        if (isOver)
        {
            await PutAsideAsync(connection, attempt, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isOver ? AttemptOutcome.DeadLettered : AttemptOutcome.Counted;
    }

    private static Task PutAsideAsync(NpgsqlConnection connection, FailedAttempt attempt, CancellationToken cancellationToken)
    {
        string request = attempt.InboxSequence is null ? "NULL::text AS request_id" : "request_id";
        NpgsqlBatch batch = On(connection, attempt, "DELETE FROM", "", $"RETURNING message_id, entity_id, type, version, payload, attempts, {request}");
        NpgsqlBatchCommand taking = batch.BatchCommands[0];
        int error = taking.Parameters.Count + 1;
        taking.CommandText = $"WITH taken AS ({taking.CommandText}), failed AS (UPDATE actormft.requests r SET status = 3, error = ${error}, "
            + $"expires = actormft.clock() + ${error + 1} FROM taken WHERE r.request_id = taken.request_id AND r.status < 2) "
            + "INSERT INTO actormft.dead_letters (message_id, entity_id, type, version, payload, attempts, error, at) "
            + $"SELECT message_id, entity_id, type, version, payload, attempts, ${error}, actormft.clock() FROM taken "
            + "ON CONFLICT (message_id) DO UPDATE SET attempts = excluded.attempts, error = excluded.error, at = excluded.at";
        taking.Parameters.Add(new NpgsqlParameter<string> { TypedValue = attempt.Error.Replace('\0', ' ') });
        taking.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = attempt.RequestRetention });
        return batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A statement on the message's row, wherever it waits.</summary>
    private static NpgsqlBatch On(NpgsqlConnection connection, FailedAttempt attempt, string verb, string change, string returning) =>
        attempt.InboxSequence is { } sequence
            ? connection.CreateBatch().Add(
                $"{verb} actormft.inbox {change} WHERE shard_id = $1 AND message_id = $2 AND seq = $3 {returning}", attempt.Lease.Shard, attempt.MessageId, sequence)
            : connection.CreateBatch().Add(
                $"{verb} actormft.timers {change} WHERE shard_id = $1 AND message_id = $2 AND entity_id = $3 AND name = $4 {returning}",
                attempt.Lease.Shard,
                attempt.MessageId,
                attempt.Timer!.Value.Entity.ToString(),
                attempt.Timer!.Value.Name);
}
