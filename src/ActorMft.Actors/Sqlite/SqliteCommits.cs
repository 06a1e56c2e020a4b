using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Sqlite;

/// <summary>Statements that change what entities own. <paramref name="nextSequence"/> numbers the inbox.</summary>
internal sealed class SqliteCommits(long nextSequence)
{
    private long _nextSequence = nextSequence;

    internal CommitOutcome Commit(SqliteSession session, ShardCommit commit, long clock)
    {
        if (!Holds(session, commit.Lease))
        {
            return CommitOutcome.Fenced;
        }

        int shard = commit.Lease.Shard;
        AppendEvents(session, shard, commit.Events);
        foreach (long sequence in commit.HandledMessages)
        {
            Expect(session.Execute("DELETE FROM inbox WHERE shard_id = $1 AND seq = $2", shard, sequence) == 1);
        }

        ChangeTimers(session, shard, commit);
        ChangeRequests(
            session,
            "INSERT INTO requests (request_id, status, type, version, payload, expires) VALUES ($1, $2, $3, $4, $5, $6)",
            commit.NewRequests,
            clock + (long)commit.RequestRetention.TotalMilliseconds);
        foreach (MessageRow message in commit.Sends)
        {
            Send(session, message);
        }

        ChangeWork(session, shard, commit);
        ChangeRequests(
            session,
            "UPDATE requests SET status = $2, type = $3, version = $4, payload = $5, expires = $6 WHERE request_id = $1 AND status < 2",
            commit.Requests,
            clock + (long)commit.RequestRetention.TotalMilliseconds);
        ChangeViews(session, commit);
        foreach (SnapshotRow snapshot in commit.Snapshots)
        {
            session.Execute(
                "INSERT OR REPLACE INTO snapshots (entity_id, seq, state_version, type, version, payload) VALUES ($1, $2, $3, $4, $5, $6)",
                snapshot.Entity.ToString(),
                snapshot.Sequence,
                snapshot.StateVersion,
                snapshot.State.Type,
                snapshot.State.Version,
                snapshot.State.Json);
        }

        foreach (FinishedRow row in commit.Finished)
        {
            session.Execute(
                "INSERT OR REPLACE INTO finished (entity_id, at, view, row_id) VALUES ($1, $2, $3, $4)", row.Entity.ToString(), clock, row.View, row.RowId);
        }

        return CommitOutcome.Committed;
    }

    internal static int DeleteFinished(SqliteSession session, long before, int limit)
    {
        List<(string Entity, string? View, string? RowId)> finished = session.Read(
            "SELECT entity_id, view, row_id FROM finished WHERE at < $1 ORDER BY at LIMIT $2",
            static reader => (reader.GetString(0), reader.Text(1), reader.Text(2)),
            before,
            limit);
        foreach ((string entity, string? view, string? rowId) in finished)
        {
            session.Execute("DELETE FROM events WHERE entity_id = $1", entity);
            session.Execute("DELETE FROM snapshots WHERE entity_id = $1", entity);
            session.Execute("DELETE FROM views WHERE view = $1 AND id = $2", view, rowId);
            session.Execute("DELETE FROM finished WHERE entity_id = $1", entity);
        }

        return finished.Count;
    }

    internal int Send(SqliteSession session, IReadOnlyList<MessageRow> messages, ShardLease? fence)
    {
        if (fence is { } lease && !Holds(session, lease))
        {
            throw new StoreException(
                StoreFailure.Fenced,
                $"Shard {lease.Shard} has another owner than {lease.Owner} in epoch {lease.Epoch}; the message was not stored.");
        }

        int stored = 0;
        foreach (MessageRow message in messages)
        {
            stored += Send(session, message) ? 1 : 0;
        }

        return stored;
    }

    internal static AttemptOutcome RecordFailure(SqliteSession session, FailedAttempt attempt, long clock)
    {
        if (!Holds(session, attempt.Lease))
        {
            return AttemptOutcome.Fenced;
        }

        (string table, string where) = attempt.InboxSequence is null
            ? ("timers", "shard_id = $1 AND entity_id = $2 AND name = $3")
            : ("inbox", "shard_id = $1 AND seq = $2 AND $3 IS NULL");
        object key = attempt.InboxSequence is { } sequence ? sequence : attempt.Timer!.Value.Entity.ToString();
        string? name = attempt.Timer?.Name;
        object? attempts = session.Scalar(
            $"UPDATE {table} SET attempts = attempts + 1 WHERE {where} AND message_id = $4 RETURNING attempts",
            attempt.Lease.Shard,
            key,
            name,
            attempt.MessageId);
        Expect(attempts is not null);
        if ((long)attempts! < attempt.Limit)
        {
            return AttemptOutcome.Counted;
        }

        session.Execute(
            "INSERT OR REPLACE INTO dead_letters (message_id, entity_id, type, version, payload, attempts, error, at) "
            + $"SELECT message_id, entity_id, type, version, payload, attempts, $4, $5 FROM {table} WHERE {where}",
            attempt.Lease.Shard,
            key,
            name,
            attempt.Error,
            clock);
        if (attempt.InboxSequence is not null)
        {
            session.Execute(
                "UPDATE requests SET status = 3, error = $3, expires = $4 WHERE status < 2 AND request_id = "
                + "(SELECT request_id FROM inbox WHERE shard_id = $1 AND seq = $2)",
                attempt.Lease.Shard,
                key,
                attempt.Error,
                clock + (long)attempt.RequestRetention.TotalMilliseconds);
        }

        session.Execute($"DELETE FROM {table} WHERE {where}", attempt.Lease.Shard, key, name);
        return AttemptOutcome.DeadLettered;
    }

    private static bool Holds(SqliteSession session, ShardLease lease) =>
        session.Exists(
            "SELECT 1 FROM shards WHERE shard_id = $1 AND owner = $2 AND epoch = $3",
            lease.Shard,
            SqliteValues.Text(lease.Owner),
            lease.Epoch);

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new SqliteConflictException();
        }
    }

    private static void AppendEvents(SqliteSession session, int shard, IReadOnlyList<EventRow> events)
    {
        HashSet<EntityId> begun = [];
        foreach (EventRow row in events)
        {
            string entity = row.Entity.ToString();
            if (begun.Add(row.Entity) && row.Sequence > 1)
            {
                Expect(session.Exists("SELECT 1 FROM events WHERE entity_id = $1 AND seq = $2", entity, row.Sequence - 1));
            }

            session.Execute(
                "INSERT INTO events (entity_id, seq, shard_id, epoch, type, version, payload, command_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                entity,
                row.Sequence,
                shard,
                row.Epoch,
                row.Event.Type,
                row.Event.Version,
                row.Event.Json,
                row.MessageId,
                SqliteValues.ToMilliseconds(row.At));
        }
    }

    private static void ChangeTimers(SqliteSession session, int shard, ShardCommit commit)
    {
        foreach (FiredTimer timer in commit.FiredTimers)
        {
            Expect(session.Execute(
                "DELETE FROM timers WHERE shard_id = $1 AND entity_id = $2 AND name = $3 AND message_id = $4",
                shard,
                timer.Key.Entity.ToString(),
                timer.Key.Name,
                timer.MessageId) == 1);
        }

        foreach (TimerKey timer in commit.CancelledTimers)
        {
            session.Execute("DELETE FROM timers WHERE shard_id = $1 AND entity_id = $2 AND name = $3", shard, timer.Entity.ToString(), timer.Name);
        }

        foreach (TimerRow timer in commit.SetTimers)
        {
            session.Execute(
                "INSERT OR REPLACE INTO timers (shard_id, entity_id, name, due, message_id, type, version, payload, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
                shard,
                timer.Entity.ToString(),
                timer.Name,
                SqliteValues.ToDueMilliseconds(timer.Due),
                timer.MessageId,
                timer.Message.Type,
                timer.Message.Version,
                timer.Message.Json);
        }
    }

    private static void ChangeRequests(SqliteSession session, string sql, IReadOnlyList<RequestChange> changes, long expires)
    {
        foreach (RequestChange change in changes)
        {
            session.Execute(sql, change.RequestId, (int)change.Status, change.Reply?.Type, change.Reply?.Version, change.Reply?.Json, expires);
        }
    }

    private static void ChangeWork(SqliteSession session, int shard, ShardCommit commit)
    {
        foreach (WorkKey work in commit.EndedWork)
        {
            session.Execute("DELETE FROM effects WHERE shard_id = $1 AND entity_id = $2 AND work_id = $3", shard, work.Owner.ToString(), work.WorkId);
        }

        foreach (WorkRow work in commit.StartedWork)
        {
            session.Execute(
                "INSERT OR REPLACE INTO effects (shard_id, entity_id, work_id, start_id, type, version, payload, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                shard,
                work.Key.Owner.ToString(),
                work.Key.WorkId,
                work.StartId,
                work.Payload.Type,
                work.Payload.Version,
                work.Payload.Json,
                SqliteValues.ToMilliseconds(work.StartedAt));
        }
    }

    private static void ChangeViews(SqliteSession session, ShardCommit commit)
    {
        foreach (ViewKey row in commit.RemovedRows)
        {
            session.Execute("DELETE FROM views WHERE view = $1 AND id = $2", row.View, row.Id);
        }

        foreach (ViewRow row in commit.PutRows)
        {
            session.Execute(
                "INSERT OR REPLACE INTO views (view, id, scope, status, json) VALUES ($1, $2, $3, $4, $5)",
                row.View,
                row.Id,
                row.Scope,
                row.Status,
                row.Json);
        }
    }

    private bool Send(SqliteSession session, MessageRow message)
    {
        if (message.RequestId is not null
            && session.Execute("INSERT INTO requests (request_id, status) VALUES ($1, 0) ON CONFLICT DO NOTHING", message.RequestId) == 0)
        {
            return false;
        }

        session.Execute(
            "INSERT INTO inbox (shard_id, seq, message_id, entity_id, type, version, payload, request_id, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
            message.Shard,
            _nextSequence++,
            message.MessageId,
            message.To.ToString(),
            message.Message.Type,
            message.Message.Version,
            message.Message.Json,
            message.RequestId);
        return true;
    }
}
