using Microsoft.Data.Sqlite;

namespace ActorMft.Actors.Sqlite;

/// <summary>Says in a sentence what SQLite's result codes mean for an operator (https://sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    internal const int Constraint = 19;

    private const int Perm = 3;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    internal static StoreException ToStoreException(SqliteException exception, string path, bool outcomeUnknown)
    {
        (StoreFailure failure, string message) = exception.SqliteErrorCode switch
        {
            Full => (StoreFailure.Full, $"The database {path} cannot be written: no space is left on its file system. Make room; what was not stored was not acknowledged."),
            ReadOnly or Perm => (StoreFailure.ReadOnly, $"The database {path} cannot be written: {exception.Message} Give this user the right to write the file and its directory."),
            CannotOpen => (StoreFailure.ReadOnly, $"The database {path} cannot be opened: {exception.Message} Look at the rights of the file and its directory."),
            Corrupt or NotADatabase => (StoreFailure.Corrupt, $"The file {path} is damaged or no SQLite database: {exception.Message} Restore it from a backup."),
            _ => (StoreFailure.Unavailable, $"The database {path} failed: {exception.Message}"),
        };
        return new StoreException(failure, message, exception) { OutcomeUnknown = outcomeUnknown };
    }
}
