using System.Globalization;
using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Sqlite;

/// <summary>Statements over nodes and shards.</summary>
internal static class SqliteMembership
{
    private const long KeepGoneNodes = 7L * 24 * 60 * 60 * 1000;

    private const string OwnerIsNotUp = "(owner IS NULL OR NOT EXISTS (SELECT 1 FROM nodes WHERE incarnation = shards.owner AND state = 0))";

    internal static JoinedNode Join(SqliteSession session, NodeRegistration registration, long clock)
    {
        PrepareShards(session, registration.Shards);

        // The file is ours alone, so whoever was up before is not.
        session.Execute("UPDATE nodes SET state = 2 WHERE state = 0");
        session.Execute(
            "DELETE FROM nodes WHERE state <> 0 AND lease_until < $1 AND NOT EXISTS (SELECT 1 FROM shards WHERE owner = incarnation)",
            clock - KeepGoneNodes);
        string incarnation = SqliteValues.Text(registration.Incarnation);
        session.Execute(
            "INSERT INTO nodes (incarnation, name, state, lease_until, beat, version, address, leaving, joined_at) VALUES ($1, $2, 0, $3, 0, $4, $5, 0, $6)",
            incarnation,
            registration.Name,
            clock + (long)registration.Lease.TotalMilliseconds,
            registration.Version,
            registration.Address,
            clock);
        return new JoinedNode(TakePrivateShard(session, registration), Time(clock));
    }

    internal static DateTimeOffset? Renew(SqliteSession session, Guid incarnation, TimeSpan lease, long clock) =>

        // Even past the end of the lease: nobody else has the file, so nobody can have claimed anything meanwhile.
        session.Execute(
            "UPDATE nodes SET lease_until = $2, beat = beat + 1 WHERE incarnation = $1 AND state = 0",
            SqliteValues.Text(incarnation),
            clock + (long)lease.TotalMilliseconds) == 1
            ? Time(clock)
            : null;

    internal static bool RequestLeave(SqliteSession session, Guid incarnation) =>
        session.Execute("UPDATE nodes SET leaving = 1 WHERE incarnation = $1 AND state = 0", SqliteValues.Text(incarnation)) == 1;

    internal static bool Leave(SqliteSession session, Guid incarnation)
    {
        session.Execute("UPDATE nodes SET state = 1 WHERE incarnation = $1 AND state = 0", SqliteValues.Text(incarnation));
        session.Execute("UPDATE shards SET owner = NULL, epoch = epoch + 1 WHERE owner = $1", SqliteValues.Text(incarnation));
        return true;
    }

    internal static bool DeclareDead(SqliteSession session, Guid incarnation, long beat, long clock) =>
        session.Execute(
            "UPDATE nodes SET state = 2 WHERE incarnation = $1 AND state = 0 AND beat = $2 AND lease_until <= $3",
            SqliteValues.Text(incarnation),
            beat,
            clock) == 1;

    internal static List<ShardLease> Claim(SqliteSession session, Guid incarnation, IReadOnlyList<int> shards)
    {
        List<ShardLease> leases = [];
        foreach (int shard in shards)
        {
            leases.AddRange(session.Read(
                $"UPDATE shards SET owner = $2, epoch = epoch + 1, desired_owner = NULL WHERE shard_id = $1 AND {OwnerIsNotUp} "
                + "AND EXISTS (SELECT 1 FROM nodes WHERE incarnation = $2 AND state = 0) RETURNING epoch",
                reader => new ShardLease(shard, incarnation, reader.GetInt64(0)),
                shard,
                SqliteValues.Text(incarnation)));
        }

        return leases;
    }

    internal static bool Release(SqliteSession session, ShardLease lease) =>
        session.Execute(
            "UPDATE shards SET owner = NULL, epoch = epoch + 1 WHERE shard_id = $1 AND owner = $2 AND epoch = $3",
            lease.Shard,
            SqliteValues.Text(lease.Owner),
            lease.Epoch) == 1;

    internal static bool SetDesiredOwners(SqliteSession session, IReadOnlyList<(int Shard, Guid Owner)> moves)
    {
        foreach ((int shard, Guid owner) in moves)
        {
            session.Execute("UPDATE shards SET desired_owner = $2 WHERE shard_id = $1", shard, SqliteValues.Text(owner));
        }

        return true;
    }

    internal static ClusterPicture Read(SqliteSession session, long clock) => new(
        session.Read(
            "SELECT incarnation, name, state, version, address, lease_until, beat, leaving, joined_at FROM nodes ORDER BY name, lease_until",
            reader => new NodeMember(
                Guid.Parse(reader.GetString(0)),
                reader.GetString(1),
                (NodeState)reader.GetInt32(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.Time(5),
                reader.GetInt64(5) <= clock,
                reader.GetInt64(6),
                reader.GetBoolean(7),
                reader.Time(8))),
        session.Read(
            "SELECT shard_id, private_to, owner, epoch, desired_owner FROM shards ORDER BY shard_id",
            static reader => new ShardStatus(reader.GetInt32(0), reader.Text(1), reader.Id(2), reader.GetInt64(3), reader.Id(4))),
        Time(clock));

    private static DateTimeOffset Time(long clock) => DateTimeOffset.FromUnixTimeMilliseconds(clock);

    private static void PrepareShards(SqliteSession session, int wanted)
    {
        string text = wanted.ToString(CultureInfo.InvariantCulture);
        object? stored = session.Scalar("SELECT value FROM settings WHERE name = 'shards'");
        if (stored is null)
        {
            session.Execute("INSERT INTO settings (name, value) VALUES ('shards', $1)", text);
            for (int shard = 0; shard < wanted; shard++)
            {
                session.Execute("INSERT INTO shards (shard_id, epoch) VALUES ($1, 0)", shard);
            }
        }
        else if (!string.Equals((string)stored, text, StringComparison.Ordinal))
        {
            throw new StoreException(
                StoreFailure.Incompatible,
                $"The database was made with {stored} shards and the settings say {text}. The count cannot change: set it to {stored}.");
        }
    }

    private static ShardLease TakePrivateShard(SqliteSession session, NodeRegistration registration)
    {
        object? free = session.Scalar(
            $"SELECT shard_id FROM shards WHERE private_to = $1 AND {OwnerIsNotUp} ORDER BY shard_id LIMIT 1",
            registration.Name);
        if (free is null)
        {
            free = Math.Max(ShardMap.FirstPrivateShard, (long)session.Scalar("SELECT MAX(shard_id) + 1 FROM shards")!);
            session.Execute("INSERT INTO shards (shard_id, private_to, epoch) VALUES ($1, $2, 0)", free, registration.Name);
        }

        return Claim(session, registration.Incarnation, [(int)(long)free])[0];
    }
}
