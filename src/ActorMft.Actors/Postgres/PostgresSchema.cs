using System.Globalization;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Makes the tables, and brings older layouts up to date; several nodes that start at once do it one after the other.</summary>
internal static class PostgresSchema
{
    /// <summary>Serializes the work on the layout; the key is arbitrary.</summary>
    private const string Lock = "SELECT pg_advisory_xact_lock(4704913172000002)";

    /// <summary>The text at index i brings layout i to layout i + 1.</summary>
    private static readonly IReadOnlyList<string> Steps = ["schema.sql"];

    internal static async Task PrepareAsync(NpgsqlConnection connection, PostgresAddress address, CancellationToken cancellationToken)
    {
        if (await ReadLayoutAsync(connection, address, cancellationToken) == Steps.Count)
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Whoever makes the tables may take longer than a node waits for a row.
        await ExecuteAsync(connection, "SET LOCAL lock_timeout = '60s'", cancellationToken);
        await ExecuteAsync(connection, Lock, cancellationToken);
        int layout = await ReadLayoutAsync(connection, address, cancellationToken);
        for (int step = layout; step < Steps.Count; step++)
        {
            await ExecuteAsync(connection, ReadText(Steps[step]), cancellationToken);
        }

        await ExecuteAsync(
            connection,
            string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO actormft.settings (name, value) VALUES ('layout', '{Steps.Count}') ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> ReadLayoutAsync(NpgsqlConnection connection, PostgresAddress address, CancellationToken cancellationToken)
    {
        List<bool> isThere = await connection.CreateBatch().Add("SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'actormft' AND c.relname = 'settings')")
            .ReadAsync(static reader => reader.GetBoolean(0), cancellationToken);
        if (!isThere[0])
        {
            return 0;
        }

        List<string> stored = await connection.CreateBatch().Add("SELECT value FROM actormft.settings WHERE name = 'layout'")
            .ReadAsync(static reader => reader.GetString(0), cancellationToken);
        int layout = stored.Count == 1 && int.TryParse(stored[0], CultureInfo.InvariantCulture, out int known)
            ? known
            : throw new StoreException(StoreFailure.Incompatible, $"The schema actormft of {address} is not this program's: it has no layout. Choose another database.");
        return layout <= Steps.Count
            ? layout
            : throw new StoreException(
                StoreFailure.Incompatible,
                $"The database {address} has layout {layout}; this program knows layouts up to {Steps.Count}. Run the newer program that wrote it, or restore a backup from before.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The text is a constant or a resource of this assembly.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string ReadText(string name)
    {
        using Stream stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(typeof(PostgresSchema), name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
