using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ActorMft.Actors.Sqlite;

/// <summary>Makes the tables, and brings older layouts up to date. The layout's number is SQLite's <c>user_version</c>.</summary>
internal static class SqliteSchema
{
    /// <summary>"AMFT": says in the file's header whose file it is.</summary>
    private const int ApplicationId = 0x414D4654;

    /// <summary>The text at index i brings layout i to layout i + 1.</summary>
    private static readonly IReadOnlyList<string> Steps = ["schema.sql", "schema-2.sql", "schema-3.sql"];

    internal static void Prepare(SqliteSession session, string path)
    {
        session.ExecuteScript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;");
        session.ExecuteScript("BEGIN IMMEDIATE;");
        try
        {
            long layout = (long)session.Scalar("PRAGMA user_version")!;
            long application = (long)session.Scalar("PRAGMA application_id")!;
            bool isEmpty = !session.Exists("SELECT 1 FROM sqlite_master");
            if (!(isEmpty && layout == 0) && application != ApplicationId)
            {
                throw new StoreException(StoreFailure.Incompatible, $"The file {path} is the database of another program. Choose another file.");
            }

            if (layout > Steps.Count)
            {
                throw new StoreException(
                    StoreFailure.Incompatible,
                    $"The database {path} has layout {layout}; this program knows layouts up to {Steps.Count}. Run the newer program that wrote it, or restore a backup from before.");
            }

            for (int step = (int)layout; step < Steps.Count; step++)
            {
                session.ExecuteScript(ReadText(Steps[step]));
            }

            session.ExecuteScript(string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA user_version = {Steps.Count}; PRAGMA application_id = {ApplicationId}; COMMIT;"));
        }
        catch
        {
            try
            {
                session.ExecuteScript("ROLLBACK;");
            }
            catch (SqliteException)
            {
                // SQLite rolled back by itself.
            }

            throw;
        }
    }

    private static string ReadText(string name)
    {
        using Stream stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(typeof(SqliteSchema), name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
