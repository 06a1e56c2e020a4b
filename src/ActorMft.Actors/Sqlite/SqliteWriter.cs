using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ActorMft.Actors.Sqlite;

/// <summary>
/// The one thread that writes. It gathers what waits into one transaction, so that many small commits share one flush to the disk; a
/// write that does not fit is undone alone.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int GatherLimit = 512;

    private readonly SqliteSession _session;
    private readonly string _path;
    private readonly BlockingCollection<SqliteWrite> _waiting = [];
    private readonly Thread _thread;

    internal SqliteWriter(SqliteSession session, string path)
    {
        _session = session;
        _path = path;
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Completes when the write is durable.</summary>
    internal Task<T> WriteAsync<T>(Func<SqliteSession, T> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteWrite<T> write = new(body);
        try
        {
            _waiting.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new StoreException(StoreFailure.Closed, $"The database {_path} is closed.");
        }

        return write.Task;
    }

    /// <summary>Writes what waits, and ends.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _session.Dispose();
    }

    private void Run()
    {
        List<SqliteWrite> batch = [];
        foreach (SqliteWrite first in _waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < GatherLimit && _waiting.TryTake(out SqliteWrite? next))
            {
                batch.Add(next);
            }

            WriteBatch(batch);
            batch.Clear();
        }
    }

    private void WriteBatch(List<SqliteWrite> batch)
    {
        bool isCommitting = false;
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (SqliteWrite write in batch)
            {
                RunOne(write);
            }

            isCommitting = true;
            _session.Execute("COMMIT");
        }
        catch (SqliteException exception)
        {
            RollBack();
            StoreException failure = SqliteErrors.ToStoreException(exception, _path, isCommitting);
            batch.ForEach(write => write.Fail(failure));
            return;
        }

        batch.ForEach(static write => write.Complete());
    }

    private void RunOne(SqliteWrite write)
    {
        _session.Execute("SAVEPOINT one");
        try
        {
            write.Run(_session);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode != SqliteErrors.Constraint)
        {
            // The file itself fails: nothing of this transaction can be trusted.
            throw;
        }
        catch (Exception exception)
        {
            write.Refuse(exception is SqliteException ? new SqliteConflictException() : exception);
            _session.Execute("ROLLBACK TO one");
        }

        _session.Execute("RELEASE one");
    }

    private void RollBack()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolled back by itself.
        }
    }
}
