using ActorMft.Actors.Storage;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Statements that only read.</summary>
internal static class PostgresReads
{
    internal static Task<List<int>> WaitingAsync(NpgsqlConnection connection, IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        connection.CreateBatch()
            .Add(
                "SELECT s FROM unnest($1) AS s WHERE EXISTS (SELECT 1 FROM actormft.inbox WHERE shard_id = s) "
                + "OR EXISTS (SELECT 1 FROM actormft.timers WHERE shard_id = s AND due <= (SELECT actormft.clock()))",
                shards.ToArray())
            .ReadAsync(static reader => reader.GetInt32(0), cancellationToken);

    internal static async Task<InboxPage> TakeAsync(
        NpgsqlConnection connection, int shard, long after, int limit, IReadOnlyList<string> requests, CancellationToken cancellationToken)
    {
        // The last sequence first: each statement sees what was committed before it, so the rows can only be more.
        NpgsqlBatch batch = connection.CreateBatch()
            .Add("SELECT COALESCE(MAX(seq), 0) FROM actormft.inbox WHERE shard_id = $1", shard)
            .Add(
                "SELECT seq, message_id, entity_id, type, version, payload, request_id, attempts FROM actormft.inbox WHERE shard_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                shard,
                after,
                limit);
        if (requests.Count > 0)
        {
            // One parameter: without the cast each request would be one.
            batch.Add("SELECT request_id FROM actormft.requests WHERE request_id = ANY ($1)", (object)requests.ToArray());
        }

        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        long last = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        List<InboxRow> rows = await reader.ReadAllAsync(
            static row => new InboxRow(row.GetInt64(0), row.GetString(1), row.Entity(2), row.Encoded(3), row.Text(6), row.GetInt32(7)), cancellationToken);
        HashSet<string> known = await reader.NextResultAsync(cancellationToken)
            ? [.. await reader.ReadAllAsync(static row => row.GetString(0), cancellationToken)]
            : [];
        return new InboxPage(rows, last, known);
    }

    internal static async Task<DueTimers> TimersAsync(NpgsqlConnection connection, int shard, int limit, CancellationToken cancellationToken)
    {
        // The clock in a sub-select is read once per statement, so that the index on the due time is used.
        await using NpgsqlDataReader reader = await connection.CreateBatch()
            .Add(
                "SELECT entity_id, name, due, message_id, type, version, payload, attempts FROM actormft.timers "
                + "WHERE shard_id = $1 AND due <= (SELECT actormft.clock()) ORDER BY due, entity_id, name LIMIT $2",
                shard,
                limit)
            .Add(
                "SELECT due - actormft.clock() FROM actormft.timers WHERE shard_id = $1 AND due > (SELECT actormft.clock()) ORDER BY due LIMIT 1", shard)
            .ExecuteReaderAsync(cancellationToken);
        List<TimerRow> due = await reader.ReadAllAsync(
            static row => new TimerRow(row.Entity(0), row.GetString(1), row.Time(2), row.GetString(3), row.Encoded(4), row.GetInt32(7)), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<TimeSpan> next = await reader.ReadAllAsync(static row => row.GetTimeSpan(0), cancellationToken);
        return new DueTimers(due, next.Count == 0 ? null : next[0] > TimeSpan.Zero ? next[0] : TimeSpan.Zero);
    }

    internal static async Task<IReadOnlyList<EntityRecord>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<EntityLookup> entities, CancellationToken cancellationToken)
    {
        string[] ids = [.. entities.Select(static lookup => lookup.Entity.ToString())];
        Dictionary<EntityId, SnapshotRow> snapshots = (await connection.CreateBatch()
                .Add(
                    "SELECT s.entity_id, s.seq, s.state_version, s.type, s.version, s.payload FROM actormft.snapshots s "
                    + "JOIN unnest($1, $2) AS l (entity_id, state_version) ON l.entity_id = s.entity_id AND l.state_version = s.state_version",
                    ids,
                    entities.Select(static lookup => lookup.StateVersion).ToArray())
                .ReadAsync(static row => new SnapshotRow(row.Entity(0), row.GetInt64(1), row.GetInt32(2), row.Encoded(3)), cancellationToken))
            .ToDictionary(static snapshot => snapshot.Entity);
        ILookup<EntityId, EventRow> events = (await connection.CreateBatch()
                .Add(
                    "SELECT e.entity_id, e.seq, e.epoch, e.type, e.version, e.payload, e.command_id, e.at FROM unnest($1, $2) AS l (entity_id, after) "
                    + "JOIN actormft.events e ON e.entity_id = l.entity_id AND e.seq > l.after ORDER BY e.entity_id, e.seq",
                    ids,
                    entities.Select(lookup => snapshots.TryGetValue(lookup.Entity, out SnapshotRow? snapshot) ? snapshot.Sequence : 0).ToArray())
                .ReadAsync(ToEvent, cancellationToken))
            .ToLookup(static row => row.Entity);
        return [.. entities.Select(lookup => new EntityRecord(lookup.Entity, snapshots.GetValueOrDefault(lookup.Entity), [.. events[lookup.Entity]]))];
    }

    internal static Task<List<EventRow>> EventsAsync(NpgsqlConnection connection, EntityId entity, CancellationToken cancellationToken) =>
        connection.CreateBatch()
            .Add("SELECT entity_id, seq, epoch, type, version, payload, command_id, at FROM actormft.events WHERE entity_id = $1 ORDER BY seq", entity.ToString())
            .ReadAsync(ToEvent, cancellationToken);

    internal static async Task<long> SequenceAsync(NpgsqlConnection connection, EntityId entity, CancellationToken cancellationToken) =>
        (await connection.CreateBatch()
            .Add("SELECT COALESCE(MAX(seq), 0) FROM actormft.events WHERE entity_id = $1", entity.ToString())
            .ReadAsync(static reader => reader.GetInt64(0), cancellationToken))[0];

    internal static Task<List<WorkRow>> WorkAsync(NpgsqlConnection connection, int shard, CancellationToken cancellationToken) =>
        connection.CreateBatch()
            .Add(
                "SELECT entity_id, work_id, start_id, type, version, payload, started_at FROM actormft.effects WHERE shard_id = $1 ORDER BY started_at, entity_id, work_id",
                shard)
            .ReadAsync(static row => new WorkRow(new WorkKey(row.Entity(0), row.GetString(1)), row.GetString(2), row.Encoded(3), row.Time(6)), cancellationToken);

    internal static async Task<RequestRow?> RequestAsync(NpgsqlConnection connection, string requestId, CancellationToken cancellationToken) =>
        (await connection.CreateBatch()
            .Add("SELECT status, type, version, payload, error FROM actormft.requests WHERE request_id = $1", requestId)
            .ReadAsync(row => new RequestRow(requestId, (RequestStatus)row.GetInt32(0), row.IsDBNull(1) ? null : row.Encoded(1), row.Text(4)), cancellationToken))
        .FirstOrDefault();

    internal static async Task<ViewRow?> ViewRowAsync(NpgsqlConnection connection, string view, string id, CancellationToken cancellationToken) =>
        (await connection.CreateBatch()
            .Add("SELECT view, id, scope, status, json FROM actormft.views WHERE view = $1 AND id = $2", view, id)
            .ReadAsync(ToViewRow, cancellationToken))
        .FirstOrDefault();

    internal static Task<List<ViewRow>> ViewRowsAsync(NpgsqlConnection connection, string view, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        connection.CreateBatch()
            .Add("SELECT view, id, scope, status, json FROM actormft.views WHERE view = $1 AND id = ANY ($2)", view, ids.ToArray())
            .ReadAsync(ToViewRow, cancellationToken);

    internal static Task<List<ViewRow>> ViewAsync(NpgsqlConnection connection, ViewQuery query, CancellationToken cancellationToken)
    {
        string where = "view = $1"
            + (query.Scope is null ? " AND $2::text IS NULL" : " AND scope = $2")
            + (query.Status is null ? " AND $3::text IS NULL" : " AND status = $3")
            + (query.AfterId is null ? " AND $4::text IS NULL" : query.NewestFirst ? " AND id < $4" : " AND id > $4");
        return connection.CreateBatch()
            .Add(
                $"SELECT view, id, scope, status, json FROM actormft.views WHERE {where} ORDER BY id {(query.NewestFirst ? "DESC" : "ASC")} LIMIT $5",
                query.View,
                query.Scope,
                query.Status,
                query.AfterId,
                Math.Clamp(query.Limit, 1, 10_000))
            .ReadAsync(ToViewRow, cancellationToken);
    }

    internal static Task<List<DeadLetter>> DeadLettersAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken) =>
        connection.CreateBatch()
            .Add("SELECT message_id, entity_id, type, payload, attempts, error, at FROM actormft.dead_letters ORDER BY at DESC, message_id DESC LIMIT $1", limit)
            .ReadAsync(
                static row => new DeadLetter(
                    row.GetString(0), row.Entity(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetString(5), row.Time(6)),
                cancellationToken);

    private static EventRow ToEvent(NpgsqlDataReader row) =>
        new(row.Entity(0), row.GetInt64(1), row.GetInt64(2), row.Encoded(3), row.GetString(6), row.Time(7));

    private static ViewRow ToViewRow(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4));
}
