using Npgsql;
using NpgsqlTypes;

namespace ActorMft.Actors.Postgres;

/// <summary>
/// Short forms for statements with parameters $1, $2... The statements of a batch go out together and are one transaction, because
/// there is one Sync message at the end (PostgreSQL manual, 55.2.3 and 55.2.4): one round trip, and all of it or none.
/// </summary>
internal static class PostgresSql
{
    internal static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
#pragma warning disable CA2100 // Only constants of this folder come here; values are parameters.
        NpgsqlBatchCommand command = new(sql);
#pragma warning restore CA2100
        foreach (object? value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        batch.BatchCommands.Add(command);
        return batch;
    }

    internal static async Task<List<T>> ReadAsync<T>(this NpgsqlBatch batch, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAllAsync(map, cancellationToken);
    }

    /// <summary>The rows of the one result of a batch that ends with this column; the batch's other results are passed over.</summary>
    internal static async Task<List<T>> ReadResultAsync<T>(this NpgsqlBatch batch, string lastColumn, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            if (reader.FieldCount > 0 && reader.GetName(reader.FieldCount - 1) == lastColumn)
            {
                rows.AddRange(await reader.ReadAllAsync(map, cancellationToken));
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return rows;
    }

    /// <summary>The rows of the reader's current result.</summary>
    internal static async Task<List<T>> ReadAllAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    internal static DateTimeOffset Time(this NpgsqlDataReader reader, int column) => new(reader.GetDateTime(column));

    internal static EntityId Entity(this NpgsqlDataReader reader, int column) => EntityId.Parse(reader.GetString(column));

    /// <summary>Three columns: type, version, payload.</summary>
    internal static EncodedMessage Encoded(this NpgsqlDataReader reader, int column) =>
        new(reader.GetString(column), reader.GetInt32(column + 1), reader.GetString(column + 2));

    internal static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    internal static Guid? Id(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    /// <summary>As stored: whole microseconds.</summary>
    internal static DateTime ToStored(DateTimeOffset time) => time.UtcDateTime;

    /// <summary>Rounded up, so that nothing is due early.</summary>
    internal static DateTime ToStoredDue(DateTimeOffset time)
    {
        long rest = time.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return time.UtcDateTime.AddTicks(rest == 0 ? 0 : TimeSpan.TicksPerMicrosecond - rest);
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        string text => new NpgsqlParameter<string> { TypedValue = text },
        int number => new NpgsqlParameter<int> { TypedValue = number },
        long number => new NpgsqlParameter<long> { TypedValue = number },
        Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
        TimeSpan span => new NpgsqlParameter<TimeSpan> { TypedValue = span },
        _ => new NpgsqlParameter { Value = value },
    };
}
