using ActorMft.Actors.Storage;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>A decision round as one batch, and so one transaction: the fence, what must hold, and what changes.</summary>
internal static class PostgresCommits
{
    internal const string Fence = "SELECT actormft.fence($1, $2, $3)";

    internal static NpgsqlBatch Build(NpgsqlConnection connection, ShardCommit commit)
    {
        NpgsqlBatch batch = connection.CreateBatch();
        batch.Add(Fence, commit.Lease.Shard, commit.Lease.Owner, commit.Lease.Epoch);
        AppendEvents(batch, commit.Lease.Shard, commit.Events);
        DeleteHandled(batch, commit.Lease.Shard, commit.HandledMessages);
        ChangeTimers(batch, commit);
        AddRequests(batch, commit);
        if (commit.Sends.Count > 0)
        {
            PostgresSends.Add(batch, commit.Sends, asker: null);
        }

        ChangeWork(batch, commit);
        ChangeViews(batch, commit);
        PutSnapshots(batch, commit.Snapshots);
        NoteFinished(batch, commit.Finished);
        AnswerRequests(batch, commit);
        return batch;
    }

    private static void AppendEvents(NpgsqlBatch batch, int shard, IReadOnlyList<EventRow> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        // The entry before an entity's first new one must be there: after a failover that lost commits it may not be.
        List<EventRow> continued = [.. events.DistinctBy(static row => row.Entity).Where(static row => row.Sequence > 1)];
        if (continued.Count > 0)
        {
            batch.Add(
                "SELECT actormft.expect(NOT EXISTS (SELECT 1 FROM unnest($1, $2) AS p (entity_id, seq) "
                + "WHERE NOT EXISTS (SELECT 1 FROM actormft.events e WHERE e.entity_id = p.entity_id AND e.seq = p.seq)), 'the end of a log')",
                Column(continued, static row => row.Entity.ToString()),
                Column(continued, static row => row.Sequence - 1));
        }

        batch.Add(
            "INSERT INTO actormft.events (entity_id, seq, shard_id, epoch, type, version, payload, command_id, at) "
            + "SELECT e.entity_id, e.seq, $1, e.epoch, e.type, e.version, e.payload, e.command_id, e.at "
            + "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) AS e (entity_id, seq, epoch, type, version, payload, command_id, at)",
            shard,
            Column(events, static row => row.Entity.ToString()),
            Column(events, static row => row.Sequence),
            Column(events, static row => row.Epoch),
            Column(events, static row => row.Event.Type),
            Column(events, static row => row.Event.Version),
            Column(events, static row => row.Event.Json),
            Column(events, static row => row.MessageId),
            Column(events, static row => PostgresSql.ToStored(row.At)));
    }

    private static void DeleteHandled(NpgsqlBatch batch, int shard, IReadOnlyList<long> handled)
    {
        if (handled.Count > 0)
        {
            batch.Add(
                "WITH handled AS (DELETE FROM actormft.inbox WHERE shard_id = $1 AND seq = ANY($2) RETURNING 1) "
                + "SELECT actormft.expect((SELECT count(*) FROM handled) = $3, 'a message that was handled already')",
                shard,
                handled.ToArray(),
                handled.Count);
        }
    }

    private static void ChangeTimers(NpgsqlBatch batch, ShardCommit commit)
    {
        int shard = commit.Lease.Shard;
        if (commit.FiredTimers.Count > 0)
        {
            batch.Add(
                "WITH fired AS (DELETE FROM actormft.timers t USING unnest($2, $3, $4) AS f (entity_id, name, message_id) "
                + "WHERE t.shard_id = $1 AND t.entity_id = f.entity_id AND t.name = f.name AND t.message_id = f.message_id RETURNING 1) "
                + "SELECT actormft.expect((SELECT count(*) FROM fired) = $5, 'a timer that fired already')",
                shard,
                Column(commit.FiredTimers, static timer => timer.Key.Entity.ToString()),
                Column(commit.FiredTimers, static timer => timer.Key.Name),
                Column(commit.FiredTimers, static timer => timer.MessageId),
                commit.FiredTimers.Count);
        }

        if (commit.CancelledTimers.Count > 0)
        {
            batch.Add(
                "DELETE FROM actormft.timers t USING unnest($2, $3) AS c (entity_id, name) WHERE t.shard_id = $1 AND t.entity_id = c.entity_id AND t.name = c.name",
                shard,
                Column(commit.CancelledTimers, static timer => timer.Entity.ToString()),
                Column(commit.CancelledTimers, static timer => timer.Name));
        }

        if (commit.SetTimers.Count > 0)
        {
            batch.Add(
                "INSERT INTO actormft.timers (shard_id, entity_id, name, due, message_id, type, version, payload) "
                + "SELECT $1, t.* FROM unnest($2, $3, $4, $5, $6, $7, $8) AS t (entity_id, name, due, message_id, type, version, payload) "
                + "ON CONFLICT (shard_id, entity_id, name) DO UPDATE SET due = excluded.due, message_id = excluded.message_id, "
                + "type = excluded.type, version = excluded.version, payload = excluded.payload, attempts = 0",
                shard,
                Column(commit.SetTimers, static timer => timer.Entity.ToString()),
                Column(commit.SetTimers, static timer => timer.Name),
                Column(commit.SetTimers, static timer => PostgresSql.ToStoredDue(timer.Due)),
                Column(commit.SetTimers, static timer => timer.MessageId),
                Column(commit.SetTimers, static timer => timer.Message.Type),
                Column(commit.SetTimers, static timer => timer.Message.Version),
                Column(commit.SetTimers, static timer => timer.Message.Json));
        }
    }

    private static void ChangeWork(NpgsqlBatch batch, ShardCommit commit)
    {
        int shard = commit.Lease.Shard;
        if (commit.EndedWork.Count > 0)
        {
            batch.Add(
                "DELETE FROM actormft.effects w USING unnest($2, $3) AS e (entity_id, work_id) WHERE w.shard_id = $1 AND w.entity_id = e.entity_id AND w.work_id = e.work_id",
                shard,
                Column(commit.EndedWork, static work => work.Owner.ToString()),
                Column(commit.EndedWork, static work => work.WorkId));
        }

        if (commit.StartedWork.Count > 0)
        {
            batch.Add(
                "INSERT INTO actormft.effects (shard_id, entity_id, work_id, start_id, type, version, payload, started_at) "
                + "SELECT $1, w.* FROM unnest($2, $3, $4, $5, $6, $7, $8) AS w (entity_id, work_id, start_id, type, version, payload, started_at) "
                + "ON CONFLICT (shard_id, entity_id, work_id) DO UPDATE SET start_id = excluded.start_id, type = excluded.type, "
                + "version = excluded.version, payload = excluded.payload, started_at = excluded.started_at",
                shard,
                Column(commit.StartedWork, static work => work.Key.Owner.ToString()),
                Column(commit.StartedWork, static work => work.Key.WorkId),
                Column(commit.StartedWork, static work => work.StartId),
                Column(commit.StartedWork, static work => work.Payload.Type),
                Column(commit.StartedWork, static work => work.Payload.Version),
                Column(commit.StartedWork, static work => work.Payload.Json),
                Column(commit.StartedWork, static work => PostgresSql.ToStored(work.StartedAt)));
        }
    }

    private static void ChangeViews(NpgsqlBatch batch, ShardCommit commit)
    {
        if (commit.RemovedRows.Count > 0)
        {
            batch.Add(
                "DELETE FROM actormft.views v USING unnest($1, $2) AS r (view, id) WHERE v.view = r.view AND v.id = r.id",
                Column(commit.RemovedRows, static row => row.View),
                Column(commit.RemovedRows, static row => row.Id));
        }

        if (commit.PutRows.Count > 0)
        {
            batch.Add(
                "INSERT INTO actormft.views (view, id, scope, status, json) SELECT * FROM unnest($1, $2, $3, $4, $5) "
                + "ON CONFLICT (view, id) DO UPDATE SET scope = excluded.scope, status = excluded.status, json = excluded.json",
                Column(commit.PutRows, static row => row.View),
                Column(commit.PutRows, static row => row.Id),
                Column(commit.PutRows, static row => row.Scope),
                Column(commit.PutRows, static row => row.Status),
                Column(commit.PutRows, static row => row.Json));
        }
    }

    private static void PutSnapshots(NpgsqlBatch batch, IReadOnlyList<SnapshotRow> snapshots)
    {
        if (snapshots.Count > 0)
        {
            batch.Add(
                "INSERT INTO actormft.snapshots (entity_id, seq, state_version, type, version, payload) SELECT * FROM unnest($1, $2, $3, $4, $5, $6) "
                + "ON CONFLICT (entity_id) DO UPDATE SET seq = excluded.seq, state_version = excluded.state_version, "
                + "type = excluded.type, version = excluded.version, payload = excluded.payload",
                Column(snapshots, static row => row.Entity.ToString()),
                Column(snapshots, static row => row.Sequence),
                Column(snapshots, static row => row.StateVersion),
                Column(snapshots, static row => row.State.Type),
                Column(snapshots, static row => row.State.Version),
                Column(snapshots, static row => row.State.Json));
        }
    }

    private static void NoteFinished(NpgsqlBatch batch, IReadOnlyList<FinishedRow> finished)
    {
        if (finished.Count > 0)
        {
            batch.Add(
                "INSERT INTO actormft.finished (entity_id, at, view, row_id) SELECT f.entity_id, actormft.clock(), f.view, f.row_id "
                + "FROM unnest($1, $2, $3) AS f (entity_id, view, row_id) ON CONFLICT (entity_id) DO UPDATE SET at = excluded.at",
                Column(finished, static row => row.Entity.ToString()),
                Column(finished, static row => row.View),
                Column(finished, static row => row.RowId));
        }
    }

    private static void AddRequests(NpgsqlBatch batch, ShardCommit commit)
    {
        IReadOnlyList<RequestChange> added = commit.NewRequests;
        if (added.Count > 0)
        {
            batch.Add(
                "INSERT INTO actormft.requests (request_id, status, type, version, payload, expires, asker) "
                + "SELECT a.request_id, a.status, a.type, a.version, a.payload, actormft.clock() + $6, $7 "
                + "FROM unnest($1, $2, $3, $4, $5) AS a (request_id, status, type, version, payload)",
                [.. RequestColumns(added), commit.RequestRetention, commit.Lease.Owner]);
        }
    }

    /// <summary>The last statement of the batch: its rows say who waits for which answer.</summary>
    private static void AnswerRequests(NpgsqlBatch batch, ShardCommit commit)
    {
        // Of several changes to one request an answer counts before none, and the first answer before later ones.
        List<RequestChange> changes = [.. commit.Requests
            .GroupBy(static change => change.RequestId, StringComparer.Ordinal)
            .Select(static group => group.FirstOrDefault(static change => change.Reply is not null) ?? group.First())];
        if (changes.Count > 0)
        {
            batch.Add(
                "UPDATE actormft.requests r SET status = a.status, type = a.type, version = a.version, payload = a.payload, expires = actormft.clock() + $6 "
                + "FROM unnest($1, $2, $3, $4, $5) AS a (request_id, status, type, version, payload) "
                + "WHERE r.request_id = a.request_id AND r.status < 2 RETURNING r.request_id, r.asker",
                [.. RequestColumns(changes), commit.RequestRetention]);
        }
    }

    /// <summary>request_id, status, type, version, payload.</summary>
    private static object[] RequestColumns(IReadOnlyList<RequestChange> changes) =>
    [
        Column(changes, static change => change.RequestId),
        Column(changes, static change => (int)change.Status),
        Column(changes, static change => change.Reply?.Type),
        Column(changes, static change => change.Reply?.Version),
        Column(changes, static change => change.Reply?.Json),
    ];

    private static TColumn[] Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> column)
    {
        TColumn[] values = new TColumn[rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        return values;
    }
}
