using System.Net.Sockets;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Says in a sentence what PostgreSQL's error codes mean for an operator (PostgreSQL manual, appendix A).</summary>
internal static class PostgresErrors
{
    /// <summary>Raised by <c>actormft.fence</c>.</summary>
    internal const string Fenced = "MF001";

    /// <summary>Raised by <c>actormft.expect</c>.</summary>
    internal const string Unexpected = "MF002";

    internal static bool IsConflict(PostgresException exception) =>
        exception.SqlState is Unexpected or PostgresErrorCodes.UniqueViolation;

    /// <summary>Whether the session, not the statement, failed.</summary>
    internal static bool IsOfConnection(Exception exception) => exception switch
    {
        PostgresException answer => answer.SqlState.StartsWith("57P", StringComparison.Ordinal) || answer.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the same would be refused again: data exceptions, constraints and limits of the program (classes 22, 23, 54).</summary>
    private static bool IsOfContent(PostgresException exception) => exception.SqlState[..2] is "22" or "23" or "54";

    /// <param name="wasWriting">What was sent may have been committed, though its answer was lost.</param>
    internal static StoreException ToStoreException(Exception exception, PostgresAddress address, bool wasWriting)
    {
        if (exception is not PostgresException answer)
        {
            if (exception.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal))
            {
                return new StoreException(
                    StoreFailure.Unavailable,
                    $"All connections of this node to the database {address} were in use for too long. If that happens often, allow it more: 'Maximum Pool Size' in the setting 'database'.",
                    exception);
            }

            string reason = (exception.InnerException ?? exception).Message.TrimEnd('.');
            return new StoreException(StoreFailure.Unavailable, $"The database {address} does not answer: {reason}.", exception) { OutcomeUnknown = wasWriting };
        }

        string seen = answer.MessageText;
        (StoreFailure failure, string message) = answer.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                (StoreFailure.Refused, $"The database {address} refused the login: {seen}. Correct the user or password in the setting 'database', or pg_hba.conf."),
            PostgresErrorCodes.InvalidCatalogName =>
                (StoreFailure.Refused, $"The server has no such database ({address}): {seen}. Make it (CREATE DATABASE), or correct the setting 'database'."),
            PostgresErrorCodes.InsufficientPrivilege =>
                (StoreFailure.Refused, $"The user of {address} lacks a right: {seen}. It must own the database, or have the rights to create and own the schema actormft."),
            PostgresErrorCodes.DiskFull =>
                (StoreFailure.Full, $"The database {address} cannot be written: {seen}. Make room on the server; what was not stored was not acknowledged."),
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                (StoreFailure.ReadOnly, $"The database {address} is read-only (a standby?): {seen}."),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
                (StoreFailure.Corrupt, $"The database {address} is damaged: {seen}. Restore it from a backup or promote a standby."),
            Fenced => (StoreFailure.Fenced, $"This node does not hold the shard any more: {seen}."),
            _ when IsOfContent(answer) =>
                (StoreFailure.Unstorable, $"The database {address} cannot store what was sent: {seen} ({answer.SqlState})."),
            _ => (StoreFailure.Unavailable, $"The database {address} failed: {seen} ({answer.SqlState})."),
        };
        bool isLost = wasWriting && (IsOfConnection(answer) || answer.Severity is "FATAL" or "PANIC");
        return new StoreException(failure, message, exception) { OutcomeUnknown = isLost };
    }
}
