using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Sqlite;

/// <summary>
/// The store of a single node: one SQLite file (WAL, flushed at every commit), which one process has at a time. Its clock is the
/// given <see cref="TimeProvider"/>.
/// </summary>
public sealed partial class SqliteActorStore : IActorStore
{
    private readonly SqliteFileLock _fileLock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteCommits _commits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _path;
    private int _isDisposed;

    private SqliteActorStore(string path, SqliteFileLock fileLock, SqliteSession session, long nextSequence, TimeProvider time, ILogger logger)
    {
        _path = path;
        _fileLock = fileLock;
        _time = time;
        _logger = logger;
        _commits = new SqliteCommits(nextSequence);
        _readers = new SqliteReaders(path);
        _writer = new SqliteWriter(session, path);
    }

    private long Clock => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens the file, and makes it (and its directory) when it is not there.</summary>
    /// <exception cref="StoreException">In use by another process, of a newer version, corrupt, or not writable.</exception>
    public static Task<SqliteActorStore> OpenAsync(
        string path,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken) => Task.Run(() => Open(path, time, loggerFactory.CreateLogger<SqliteActorStore>()), cancellationToken);

    /// <inheritdoc/>
    public Task<JoinedNode> JoinAsync(NodeRegistration registration, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.Join(session, registration, Clock), cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> RenewAsync(Guid incarnation, TimeSpan lease, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.Renew(session, incarnation, lease, Clock), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RequestLeaveAsync(Guid incarnation, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.RequestLeave(session, incarnation), cancellationToken);

    /// <inheritdoc/>
    public Task LeaveAsync(Guid incarnation, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.Leave(session, incarnation), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterPicture> ReadClusterAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => SqliteMembership.Read(session, Clock), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeclareDeadAsync(Guid incarnation, long beat, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.DeclareDead(session, incarnation, beat, Clock), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShardLease>> ClaimAsync(Guid incarnation, IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(session => SqliteMembership.Claim(session, incarnation, shards), cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(ShardLease lease, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.Release(session, lease), cancellationToken);

    /// <inheritdoc/>
    public Task SetDesiredOwnersAsync(IReadOnlyList<(int Shard, Guid Owner)> moves, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteMembership.SetDesiredOwners(session, moves), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> FindWaitingAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => SqliteReads.Waiting(session, shards, Clock), cancellationToken);

    /// <inheritdoc/>
    public Task<InboxPage> TakeAsync(int shard, long after, int limit, IReadOnlyList<string> requests, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => SqliteReads.Take(session, shard, after, limit, requests), cancellationToken);

    /// <inheritdoc/>
    public Task<DueTimers> ReadTimersAsync(int shard, int limit, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => SqliteReads.Timers(session, shard, limit, Clock), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EntityRecord>> LoadAsync(IReadOnlyList<EntityLookup> entities, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => entities.Select(lookup => SqliteReads.Load(session, lookup)).ToList(), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkRow>> ReadWorkAsync(int shard, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => SqliteReads.Work(session, shard), cancellationToken);

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(ShardCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.WriteAsync(session => _commits.Commit(session, commit, Clock), cancellationToken);
        }
        catch (SqliteConflictException)
        {
            return CommitOutcome.Conflict;
        }
    }

    /// <inheritdoc/>
    public async Task<AttemptOutcome> RecordFailureAsync(FailedAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.WriteAsync(session => SqliteCommits.RecordFailure(session, attempt, Clock), cancellationToken);
        }
        catch (SqliteConflictException)
        {
            // The message is not there any more, so there is nothing to try again.
            return AttemptOutcome.Counted;
        }
    }

    /// <inheritdoc/>
    public Task<int> SendAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => _commits.Send(session, messages, fence), cancellationToken);

    /// <inheritdoc/>
    public Task<RequestRow?> ReadRequestAsync(string requestId, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => SqliteReads.Request(session, requestId), cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteExpiredRequestsAsync(int limit, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session => session.Execute(
                "DELETE FROM requests WHERE request_id IN (SELECT request_id FROM requests WHERE expires < $1 ORDER BY expires LIMIT $2)", Clock, limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteFinishedAsync(TimeSpan keep, int limit, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => SqliteCommits.DeleteFinished(session, Clock - (long)keep.TotalMilliseconds, limit), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventRow>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => SqliteReads.Events(session, entity, 0), cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadSequenceAsync(EntityId entity, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => (long)session.Scalar("SELECT COALESCE(MAX(seq), 0) FROM events WHERE entity_id = $1", entity.ToString())!, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewRow>> QueryViewAsync(ViewQuery query, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => SqliteReads.View(session, query), cancellationToken);

    /// <inheritdoc/>
    public Task<ViewRow?> ReadViewRowAsync(string view, string id, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => SqliteReads.ViewRow(session, view, id), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewRow>> ReadViewRowsAsync(string view, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => ids.Select(id => SqliteReads.ViewRow(session, view, id)).OfType<ViewRow>().ToList(), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(session => SqliteReads.DeadLetters(session, limit), cancellationToken);

    /// <summary>Without effect: no other process has the file.</summary>
    public void Wake(IReadOnlyCollection<int> shards)
    {
    }

    /// <summary>Never calls back: no other process has the file.</summary>
    public IDisposable Listen(Guid incarnation, IStoreListener listener) => new Disposal(static () => { });

    /// <summary>Writes what waits, closes the file and lets others have it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await Task.Run(_writer.Dispose);
            _readers.Dispose();
            _fileLock.Dispose();
            LogClosed(_path);
        }
    }

    private static SqliteActorStore Open(string path, TimeProvider time, ILogger logger)
    {
        SqliteFileLock fileLock = SqliteFileLock.Take(path);
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(path, SqliteOpenMode.ReadWriteCreate);
            SqliteSchema.Prepare(session, path);
            long nextSequence = (long)session.Scalar("SELECT COALESCE(MAX(seq), 0) + 1 FROM inbox")!;
            SqliteActorStore store = new(path, fileLock, session, nextSequence, time, logger);
            store.LogOpened(path);
            return store;
        }
        catch (Exception exception)
        {
            session?.Dispose();
            fileLock.Dispose();
            if (exception is SqliteException sqlite)
            {
                throw SqliteErrors.ToStoreException(sqlite, path, outcomeUnknown: false);
            }

            throw;
        }
    }

    [LoggerMessage(151, LogLevel.Information, "Opened the database {Path}.")]
    private partial void LogOpened(string path);

    [LoggerMessage(152, LogLevel.Information, "Closed the database {Path}.")]
    private partial void LogClosed(string path);
}
