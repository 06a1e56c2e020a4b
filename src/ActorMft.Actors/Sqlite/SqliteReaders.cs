using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ActorMft.Actors.Sqlite;

/// <summary>Connections for reading, which never wait for the writer (WAL). A read runs on the caller's thread.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private const int KeepIdle = 8;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _isClosed;

    internal Task<T> ReadAsync<T>(Func<SqliteSession, T> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isClosed)
        {
            throw new StoreException(StoreFailure.Closed, $"The database {path} is closed.");
        }

        SqliteSession? session = null;
        try
        {
            if (!_idle.TryTake(out session))
            {
                session = new SqliteSession(path, SqliteOpenMode.ReadOnly);
            }

            T result = body(session);
            GiveBack(session);
            return Task.FromResult(result);
        }
        catch (Exception exception)
        {
            session?.Dispose();
            if (exception is SqliteException sqlite)
            {
                throw SqliteErrors.ToStoreException(sqlite, path, outcomeUnknown: false);
            }

            throw;
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out SqliteSession? session))
        {
            session.Dispose();
        }
    }

    private void GiveBack(SqliteSession session)
    {
        if (_isClosed || _idle.Count >= KeepIdle)
        {
            session.Dispose();
        }
        else
        {
            _idle.Add(session);
        }
    }
}
