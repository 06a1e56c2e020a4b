using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Sqlite;

/// <summary>The store of a single node: one SQLite file, which one process has at a time.</summary>
public sealed class SqliteActorStore : IActorStore
{
    /// <summary>Opens the file, and makes it (and its directory) when it is not there.</summary>
    /// <exception cref="StoreException">In use by another process, of a newer version, corrupt, or not writable.</exception>
    public static Task<SqliteActorStore> OpenAsync(
        string path,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
