using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Actors;
using ActorMft.Domain;
using ActorMft.Node.Engine;
using Npgsql;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>
/// What must always hold, read off the database itself. The numbers are those of the engine's design; the server must keep the times of
/// commits (<c>track_commit_timestamp</c>).
/// </summary>
public sealed class LogCheck(string connectionString)
{
    private static readonly MessageCodec Codec = VocabularyCodec.Create();

    private static readonly (string Statement, string Violations)[] Queries =
    [
        ("1: the log has a gap", """
            SELECT entity_id FROM actormft.events GROUP BY entity_id HAVING min(seq) <> 1 OR max(seq) <> count(*)
            """),
        ("2: an epoch goes down along the log", """
            SELECT entity_id || ' at ' || seq
            FROM (SELECT entity_id, seq, epoch, lag(epoch) OVER (PARTITION BY entity_id ORDER BY seq) AS before FROM actormft.events) one
            WHERE epoch < before
            """),
        ("2: committed after the claim of the next epoch", """
            SELECT entity_id || ' at ' || seq || ' in epoch ' || events.epoch
            FROM actormft.events JOIN witness.claims ON claims.shard_id = events.shard_id AND claims.epoch = events.epoch + 1
            WHERE pg_xact_commit_timestamp(events.xmin) > pg_xact_commit_timestamp(claims.xmin)
            """),
        ("3: a message was handled twice", """
            SELECT command_id || ' by ' || min(entity_id) FROM actormft.events
            GROUP BY command_id HAVING count(DISTINCT entity_id) > 1 OR count(DISTINCT xmin::text) > 1
            """),
        ("3: a message went twice or without having come", """
            SELECT message_id || ' to ' || min(entity_id) FROM witness.messages
            GROUP BY message_id HAVING count(*) FILTER (WHERE came) <> 1 OR count(*) FILTER (WHERE NOT came) > 1
            """),
        ("3: a message is neither handled nor waiting", """
            SELECT message_id || ' to ' || entity_id FROM witness.messages came
            WHERE came
            AND NOT EXISTS (SELECT FROM witness.messages went WHERE NOT went.came AND went.message_id = came.message_id)
            AND NOT EXISTS (SELECT FROM actormft.inbox WHERE inbox.message_id = came.message_id)
            """),
        ("3: a message is a dead letter", """
            SELECT entity_id || ' ' || type || ': ' || left(error, 300) FROM actormft.dead_letters
            """),
        ("4: a request had two effects", """
            SELECT request_id FROM witness.messages WHERE came AND request_id IS NOT NULL GROUP BY request_id HAVING count(*) > 1
            """),
        ("4: the answer of a request changed", """
            SELECT request_id FROM witness.changed_answers
            """),
        ("4: a request is pending and its message is gone", """
            SELECT request_id FROM actormft.requests WHERE status = 0 AND NOT EXISTS (SELECT FROM actormft.inbox WHERE inbox.request_id = requests.request_id)
            """),
        ("5: a flow opened a transfer that was not created, or the other way round", """
            WITH opened AS (
                SELECT 'transfer/' || (jsonb_array_elements(payload::jsonb -> 'transfers') ->> 'transferId') AS id FROM actormft.events WHERE type = 'flow.arrivalOpened'),
            created AS (SELECT entity_id AS id FROM actormft.events WHERE type = 'transfer.created')
            SELECT coalesce(opened.id, created.id) FROM opened FULL JOIN created USING (id) WHERE opened.id IS NULL OR created.id IS NULL
            """),
        ("5: a flow opened a transfer twice", """
            SELECT jsonb_array_elements(payload::jsonb -> 'transfers') ->> 'transferId' FROM actormft.events
            WHERE type = 'flow.arrivalOpened' GROUP BY 1 HAVING count(*) > 1
            """),
        ("5: a transfer was delivered twice", """
            SELECT entity_id FROM actormft.events WHERE type = 'transfer.delivered' GROUP BY entity_id HAVING count(*) > 1
            """),
        ("6: messages that were sent together were handled out of order", """
            SELECT entity_id || ' at ' || seq FROM (
                SELECT events.entity_id, events.seq, messages.seq AS sent, lag(messages.seq) OVER (PARTITION BY events.entity_id, messages.xmin::text ORDER BY events.seq) AS before
                FROM actormft.events JOIN witness.messages ON messages.message_id = events.command_id AND came) one
            WHERE sent < before
            """),
        ("9: a timer fired before it was due", """
            SELECT timers.entity_id || ' due ' || due FROM witness.timers JOIN actormft.events ON command_id = message_id
            WHERE pg_xact_commit_timestamp(events.xmin) < due
            """),
    ];

    /// <summary>Begins to note what a log cannot tell; the program has made its tables.</summary>
    public async Task WatchAsync()
    {
        await using var connection = await OpenAsync();
        await using var script = typeof(LogCheck).Assembly.GetManifestResourceStream("witness.sql")!;
        using var reader = new StreamReader(script);
        await ExecuteAsync(connection, await reader.ReadToEndAsync());
    }

    /// <summary>10: whether every shard has an owner that is up, and nothing waits.</summary>
    /// <returns>What is not so; empty when all is quiet.</returns>
    public async Task<string> UnrestAsync()
    {
        await using var connection = await OpenAsync();
        var unowned = await ReadAsync(connection, """
            SELECT shard_id::text FROM actormft.shards
            WHERE private_to IS NULL AND NOT EXISTS (SELECT FROM actormft.nodes WHERE incarnation = owner AND state = 0 AND lease_until > clock_timestamp())
            """);
        var waiting = await ReadAsync(connection, "SELECT entity_id || ' ' || type FROM actormft.inbox");
        return string.Join("; ", unowned.Select(static shard => $"shard {shard} has no owner").Concat(waiting.Select(static message => $"{message} waits")).Take(5));
    }

    /// <summary>The statements that do not hold, each with where; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        await using var connection = await OpenAsync();
        List<string> violations = [];
        foreach (var (statement, query) in Queries)
        {
            violations.AddRange((await ReadAsync(connection, query)).Select(where => $"{statement}: {where}"));
        }

        violations.AddRange(await ReplayAsync(connection));
        return violations;
    }

    /// <summary>How many rows the checks had to look at.</summary>
    public async Task<string> SizeAsync()
    {
        await using var connection = await OpenAsync();
        return (await ReadAsync(connection, """
            SELECT format('%s events of %s entities, %s messages, %s timers, %s claims',
                (SELECT count(*) FROM actormft.events), (SELECT count(DISTINCT entity_id) FROM actormft.events),
                (SELECT count(*) FROM witness.messages WHERE came), (SELECT count(*) FROM witness.timers), (SELECT count(*) FROM witness.claims))
            """))[0];
    }

    /// <summary>What a replay of an entity's whole log gives.</summary>
    public async Task<object> StateAsync(string entity)
    {
        await using var connection = await OpenAsync();
        return Replay(entity, await ReadEventsAsync(connection, entity, long.MaxValue));
    }

    /// <summary>Why attempts at deliveries failed, the most frequent reason first.</summary>
    public async Task<IReadOnlyList<string>> FailedAttemptsAsync()
    {
        await using var connection = await OpenAsync();
        return await ReadAsync(connection, """
            SELECT count(*) || ' attempts failed: ' || regexp_replace(payload::jsonb ->> 'reason', '[0-9]{2,}', 'N', 'g')
            FROM actormft.events WHERE type = 'transfer.deliveryFailed' GROUP BY regexp_replace(payload::jsonb ->> 'reason', '[0-9]{2,}', 'N', 'g')
            ORDER BY count(*) DESC LIMIT 12
            """);
    }

    /// <summary>7: a snapshot is what a replay of the events up to it gives.</summary>
    private static async Task<IReadOnlyList<string>> ReplayAsync(NpgsqlConnection connection)
    {
        List<string> violations = [];
        foreach (var entity in await ReadAsync(connection, "SELECT entity_id FROM actormft.snapshots"))
        {
            var sequence = long.Parse((await ReadAsync(connection, "SELECT seq::text FROM actormft.snapshots WHERE entity_id = $1", entity))[0], CultureInfo.InvariantCulture);
            var state = Replay(entity, await ReadEventsAsync(connection, entity, sequence));
            var snapshot = (await ReadAsync(connection, "SELECT payload FROM actormft.snapshots WHERE entity_id = $1", entity))[0];
            if (!JsonNode.DeepEquals(JsonNode.Parse(Codec.Encode(state).Json), JsonNode.Parse(snapshot)))
            {
                violations.Add($"7: a snapshot is not what a replay gives: {entity}");
            }
        }

        return violations;
    }

    private static object Replay(string entity, IReadOnlyList<EncodedMessage> events)
    {
        var id = EntityId.Parse(entity);
        var kind = DomainActors.All.Single(behavior => behavior.Kind == id.Kind);
        return events.Aggregate(kind.CreateInitial(id.Key), (state, stored) => kind.Apply(state, Codec.Decode(stored)));
    }

    private static async Task<IReadOnlyList<EncodedMessage>> ReadEventsAsync(NpgsqlConnection connection, string entity, long last)
    {
        await using var command = new NpgsqlCommand(
            "SELECT type, version, payload FROM actormft.events WHERE entity_id = $1 AND seq <= $2 ORDER BY seq", connection)
        {
            Parameters = { new NpgsqlParameter { Value = entity }, new NpgsqlParameter { Value = last } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        List<EncodedMessage> events = [];
        while (await reader.ReadAsync())
        {
            events.Add(new EncodedMessage(reader.GetString(0), reader.GetInt32(1), reader.GetString(2)));
        }

        return events;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, string query, params object[] arguments)
    {
#pragma warning disable CA2100 // The queries are those above.
        await using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(arguments.Select(static value => new NpgsqlParameter { Value = value }).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string script)
    {
#pragma warning disable CA2100 // The script is a part of the tests.
        await using var command = new NpgsqlCommand(script, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
