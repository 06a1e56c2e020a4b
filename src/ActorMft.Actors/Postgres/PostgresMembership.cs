using System.Globalization;
using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Statements over nodes and shards.</summary>
internal static class PostgresMembership
{
    /// <summary>Serializes joining; the key is arbitrary.</summary>
    private const string Lock = "SELECT pg_advisory_xact_lock(4704913172000001)";

    private const string OwnerIsGone = "(owner IS NULL OR EXISTS (SELECT 1 FROM actormft.nodes n WHERE n.incarnation = s.owner AND n.state <> 0))";

    internal static async Task<ShardLease> JoinAsync(NpgsqlConnection connection, NodeRegistration registration, string application, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.CreateBatch().Add(Lock).ExecuteNonQueryAsync(cancellationToken);
        await PrepareShardsAsync(connection, registration.Shards, cancellationToken);
        await connection.CreateBatch()
            .Add("DELETE FROM actormft.nodes n WHERE state <> 0 AND lease_until < actormft.clock() - interval '7 days' "
                + "AND NOT EXISTS (SELECT 1 FROM actormft.shards WHERE owner = n.incarnation)")
            .Add(
                "INSERT INTO actormft.nodes (incarnation, name, state, lease_until, beat, version, address, application, joined_at) "
                + "VALUES ($1, $2, 0, actormft.clock() + $3, 0, $4, $5, $6, actormft.clock())",
                registration.Incarnation,
                registration.Name,
                registration.Lease,
                registration.Version,
                registration.Address,
                application)
            .ExecuteNonQueryAsync(cancellationToken);
        ShardLease shard = await TakePrivateShardAsync(connection, registration, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return shard;
    }

    internal static NpgsqlBatch Renew(NpgsqlConnection connection, Guid incarnation, TimeSpan lease) => connection.CreateBatch().Add(
        "UPDATE actormft.nodes SET lease_until = actormft.clock() + $2, beat = beat + 1 "
        + "WHERE incarnation = $1 AND state = 0 AND lease_until > actormft.clock() RETURNING actormft.clock(), actormft.timeline()",
        incarnation,
        lease);

    internal static NpgsqlBatch RequestLeave(NpgsqlConnection connection, Guid incarnation) =>
        connection.CreateBatch().Add("UPDATE actormft.nodes SET leaving = true WHERE incarnation = $1 AND state = 0", incarnation);

    internal static NpgsqlBatch Leave(NpgsqlConnection connection, Guid incarnation) => connection.CreateBatch()
        .Add("UPDATE actormft.nodes SET state = 1 WHERE incarnation = $1 AND state = 0", incarnation)
        .Add(
            "WITH own AS (SELECT shard_id FROM actormft.shards WHERE owner = $1 ORDER BY shard_id FOR UPDATE) "
            + "UPDATE actormft.shards s SET owner = NULL, epoch = epoch + 1 FROM own WHERE s.shard_id = own.shard_id AND s.owner = $1",
            incarnation);

    /// <summary>
    /// A dead node's sessions on the server are ended too, before its death is committed: one that was frozen within a commit would
    /// hold its shard's row until it thaws. When its process has joined again meanwhile, only those are ended that are within a
    /// transaction from before.
    /// </summary>
    internal static async Task<bool> DeclareDeadAsync(NpgsqlConnection connection, Guid incarnation, long beat, string application, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        List<string> dead = await connection.CreateBatch()
            .Add(
                "UPDATE actormft.nodes SET state = 2 WHERE incarnation = $1 AND state = 0 AND beat = $2 AND lease_until <= actormft.clock() RETURNING application",
                incarnation,
                beat)
            .ReadAsync(static reader => reader.GetString(0), cancellationToken);
        if (dead.Count == 1 && dead[0] != application)
        {
            await connection.CreateBatch()
                .Add(
                    "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a, "
                    + "(SELECT max(joined_at) AS joined_at FROM actormft.nodes WHERE application = $1 AND state = 0 AND lease_until > actormft.clock()) AS again "
                    + "WHERE a.application_name = $1 AND a.usename = current_user AND (again.joined_at IS NULL OR a.xact_start < again.joined_at)",
                    dead[0])
                .ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return dead.Count == 1;
    }

    internal static async Task<List<ShardLease>> ClaimAsync(NpgsqlConnection connection, Guid incarnation, IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await connection.CreateBatch()
            .Add(
                "WITH free AS (SELECT shard_id FROM actormft.shards s WHERE shard_id = ANY($2) AND " + OwnerIsGone + " ORDER BY shard_id FOR UPDATE SKIP LOCKED) "
                + "UPDATE actormft.shards s SET owner = $1, epoch = epoch + 1, desired_owner = NULL FROM free "
                + "WHERE s.shard_id = free.shard_id AND EXISTS (SELECT 1 FROM actormft.nodes WHERE incarnation = $1 AND state = 0) "
                + "RETURNING s.shard_id, s.epoch",
                incarnation,
                shards.ToArray())
            .ReadAsync(reader => new ShardLease(reader.GetInt32(0), incarnation, reader.GetInt64(1)), cancellationToken);

    internal static NpgsqlBatch Release(NpgsqlConnection connection, ShardLease lease) => connection.CreateBatch().Add(
        "UPDATE actormft.shards SET owner = NULL, epoch = epoch + 1 WHERE shard_id = $1 AND owner = $2 AND epoch = $3",
        lease.Shard,
        lease.Owner,
        lease.Epoch);

    internal static NpgsqlBatch SetDesiredOwners(NpgsqlConnection connection, IReadOnlyList<(int Shard, Guid Owner)> moves) => connection.CreateBatch().Add(
        "WITH moves AS (SELECT m.shard_id, m.owner FROM unnest($1, $2) AS m (shard_id, owner) JOIN actormft.shards s ON s.shard_id = m.shard_id "
        + "ORDER BY m.shard_id FOR UPDATE OF s) UPDATE actormft.shards s SET desired_owner = moves.owner FROM moves WHERE s.shard_id = moves.shard_id",
        moves.Select(static move => move.Shard).ToArray(),
        moves.Select(static move => move.Owner).ToArray());

    internal static async Task<ClusterPicture> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlDataReader reader = await connection.CreateBatch()
            .Add("SELECT incarnation, name, state, version, address, lease_until, lease_until <= actormft.clock(), beat, leaving, joined_at FROM actormft.nodes ORDER BY name, lease_until")
            .Add("SELECT shard_id, private_to, owner, epoch, desired_owner FROM actormft.shards ORDER BY shard_id")
            .Add("SELECT actormft.clock()")
            .ExecuteReaderAsync(cancellationToken);
        List<NodeMember> nodes = await reader.ReadAllAsync(
            static row => new NodeMember(
                row.GetGuid(0), row.GetString(1), (NodeState)row.GetInt32(2), row.GetString(3), row.GetString(4), row.Time(5), row.GetBoolean(6), row.GetInt64(7), row.GetBoolean(8), row.Time(9)),
            cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<ShardStatus> shards = await reader.ReadAllAsync(
            static row => new ShardStatus(row.GetInt32(0), row.Text(1), row.Id(2), row.GetInt64(3), row.Id(4)), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return new ClusterPicture(nodes, shards, (await reader.ReadAllAsync(static row => row.Time(0), cancellationToken))[0]);
    }

    private static async Task PrepareShardsAsync(NpgsqlConnection connection, int wanted, CancellationToken cancellationToken)
    {
        string text = wanted.ToString(CultureInfo.InvariantCulture);
        List<string> stored = await connection.CreateBatch().Add("SELECT value FROM actormft.settings WHERE name = 'shards'")
            .ReadAsync(static reader => reader.GetString(0), cancellationToken);
        if (stored.Count == 0)
        {
            await connection.CreateBatch()
                .Add("INSERT INTO actormft.settings (name, value) VALUES ('shards', $1)", text)
                .Add("INSERT INTO actormft.shards (shard_id, epoch) SELECT shard, 0 FROM generate_series(0, $1 - 1) AS shard", wanted)
                .ExecuteNonQueryAsync(cancellationToken);
        }
        else if (stored[0] != text)
        {
            throw new StoreException(
                StoreFailure.Incompatible,
                $"The database was made with {stored[0]} shards and the settings say {text}. The count cannot change: set it to {stored[0]}.");
        }
    }

    /// <summary>
    /// A former one of the node's, or a new one. One that another node has taken over meanwhile is taken back: what is in it is a
    /// matter of its node's name, and the fence makes it safe at any time.
    /// </summary>
    private static async Task<ShardLease> TakePrivateShardAsync(NpgsqlConnection connection, NodeRegistration registration, CancellationToken cancellationToken)
    {
        List<(int Shard, long Epoch)> taken = await connection.CreateBatch()
            .Add(
                "WITH former AS (SELECT shard_id FROM actormft.shards s WHERE private_to = $1 AND (" + OwnerIsGone
                + " OR EXISTS (SELECT 1 FROM actormft.nodes n WHERE n.incarnation = s.owner AND n.name <> $1)) ORDER BY shard_id LIMIT 1 FOR UPDATE SKIP LOCKED) "
                + "UPDATE actormft.shards s SET owner = $2, epoch = epoch + 1, desired_owner = NULL FROM former WHERE s.shard_id = former.shard_id "
                + "RETURNING s.shard_id, s.epoch",
                registration.Name,
                registration.Incarnation)
            .ReadAsync(static reader => (reader.GetInt32(0), reader.GetInt64(1)), cancellationToken);
        if (taken.Count == 0)
        {
            taken = await connection.CreateBatch()
                .Add(
                    "INSERT INTO actormft.shards (shard_id, private_to, owner, epoch) "
                    + "SELECT GREATEST($3, MAX(shard_id) + 1), $1, $2, 1 FROM actormft.shards RETURNING shard_id, epoch",
                    registration.Name,
                    registration.Incarnation,
                    ShardMap.FirstPrivateShard)
                .ReadAsync(static reader => (reader.GetInt32(0), reader.GetInt64(1)), cancellationToken);
        }

        return new ShardLease(taken[0].Shard, registration.Incarnation, taken[0].Epoch);
    }
}
