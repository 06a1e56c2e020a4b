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
    private readonly object _gate = new();
    private readonly Queue<SqliteWrite> _waiting = new();
    private readonly Thread _thread;
    private bool _isClosed;

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
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new StoreException(StoreFailure.Closed, $"The database {_path} is closed.");
            }

            _waiting.Enqueue(write);
            Monitor.Pulse(_gate);
        }

        return write.Task;
    }

    /// <summary>Writes what waits, and ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _session.Dispose();
    }

    private void Run()
    {
        List<SqliteWrite> batch = [];
        while (TakeWaiting(batch))
        {
            WriteBatch(batch);
            batch.Clear();
        }
    }

    /// <summary>Waits for writes and takes what is there; false at the end. The monitor sleeps at once, where a blocking collection would spin.</summary>
    private bool TakeWaiting(List<SqliteWrite> batch)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            while (batch.Count < GatherLimit && _waiting.TryDequeue(out SqliteWrite? next))
            {
                batch.Add(next);
            }

            return true;
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
