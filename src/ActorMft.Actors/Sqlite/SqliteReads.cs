using ActorMft.Actors.Storage;
using Microsoft.Data.Sqlite;

namespace ActorMft.Actors.Sqlite;

/// <summary>Statements that only read.</summary>
internal static class SqliteReads
{
    internal static List<int> Waiting(SqliteSession session, IReadOnlyList<int> shards, long clock) =>
        [.. shards.Where(shard => session.Exists(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM inbox WHERE shard_id = $1) OR EXISTS (SELECT 1 FROM timers WHERE shard_id = $1 AND due <= $2)", shard, clock))];

    internal static InboxPage Take(SqliteSession session, int shard, long after, int limit, IReadOnlyList<string> requests)
    {
        long last = (long)session.Scalar("SELECT COALESCE(MAX(seq), 0) FROM inbox WHERE shard_id = $1", shard)!;
        return new InboxPage(
            session.Read(
                "SELECT seq, message_id, entity_id, type, version, payload, request_id, attempts FROM inbox WHERE shard_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                static reader => new InboxRow(
                    reader.GetInt64(0), reader.GetString(1), reader.Entity(2), reader.Encoded(3), reader.Text(6), reader.GetInt32(7)),
                shard,
                after,
                limit),
            last,
            [.. requests.Where(request => session.Exists("SELECT 1 FROM requests WHERE request_id = $1", request))]);
    }

    internal static DueTimers Timers(SqliteSession session, int shard, int limit, long clock)
    {
        List<TimerRow> due = session.Read(
            "SELECT entity_id, name, due, message_id, type, version, payload, attempts FROM timers WHERE shard_id = $1 AND due <= $2 ORDER BY due, entity_id, name LIMIT $3",
            static reader => new TimerRow(
                reader.Entity(0), reader.GetString(1), reader.Time(2), reader.GetString(3), reader.Encoded(4), reader.GetInt32(7)),
            shard,
            clock,
            limit);
        object? next = session.Scalar("SELECT MIN(due) FROM timers WHERE shard_id = $1 AND due > $2", shard, clock);
        return new DueTimers(due, next is long time ? TimeSpan.FromMilliseconds(time - clock) : null);
    }

    internal static EntityRecord Load(SqliteSession session, EntityLookup lookup)
    {
        string entity = lookup.Entity.ToString();
        SnapshotRow? snapshot = session.Read(
            "SELECT seq, type, version, payload FROM snapshots WHERE entity_id = $1 AND state_version = $2",
            reader => new SnapshotRow(lookup.Entity, reader.GetInt64(0), lookup.StateVersion, reader.Encoded(1)),
            entity,
            lookup.StateVersion).FirstOrDefault();
        return new EntityRecord(lookup.Entity, snapshot, Events(session, lookup.Entity, snapshot?.Sequence ?? 0));
    }

    internal static List<EventRow> Events(SqliteSession session, EntityId entity, long after) => session.Read(
        "SELECT seq, epoch, type, version, payload, command_id, at FROM events WHERE entity_id = $1 AND seq > $2 ORDER BY seq",
        reader => new EventRow(entity, reader.GetInt64(0), reader.GetInt64(1), reader.Encoded(2), reader.GetString(5), reader.Time(6)),
        entity.ToString(),
        after);

    internal static List<WorkRow> Work(SqliteSession session, int shard) => session.Read(
        "SELECT entity_id, work_id, start_id, type, version, payload, started_at FROM effects WHERE shard_id = $1 ORDER BY started_at, entity_id, work_id",
        static reader => new WorkRow(new WorkKey(reader.Entity(0), reader.GetString(1)), reader.GetString(2), reader.Encoded(3), reader.Time(6)),
        shard);

    internal static RequestRow? Request(SqliteSession session, string requestId) => session.Read(
        "SELECT status, type, version, payload, error FROM requests WHERE request_id = $1",
        reader => new RequestRow(
            requestId, (RequestStatus)reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.Encoded(1), reader.Text(4)),
        requestId).FirstOrDefault();

    internal static ViewRow? ViewRow(SqliteSession session, string view, string id) => session.Read(
        "SELECT view, id, scope, status, json FROM views WHERE view = $1 AND id = $2", ToViewRow, view, id).FirstOrDefault();

    internal static List<ViewRow> View(SqliteSession session, ViewQuery query)
    {
        string where = "view = $1"
            + (query.Scope is null ? " AND $2 IS NULL" : " AND scope = $2")
            + (query.Status is null ? " AND $3 IS NULL" : " AND status = $3")
            + (query.AfterId is null ? " AND $4 IS NULL" : query.NewestFirst ? " AND id < $4" : " AND id > $4");
        return session.Read(
            $"SELECT view, id, scope, status, json FROM views WHERE {where} ORDER BY id {(query.NewestFirst ? "DESC" : "ASC")} LIMIT $5",
            ToViewRow,
            query.View,
            query.Scope,
            query.Status,
            query.AfterId,
            Math.Clamp(query.Limit, 1, 10_000));
    }

    internal static List<DeadLetter> DeadLetters(SqliteSession session, int limit) => session.Read(
        "SELECT message_id, entity_id, type, payload, attempts, error, at FROM dead_letters ORDER BY at DESC, message_id DESC LIMIT $1",
        static reader => new DeadLetter(
            reader.GetString(0), reader.Entity(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetString(5), reader.Time(6)),
        limit);

    private static ViewRow ToViewRow(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4));
}
