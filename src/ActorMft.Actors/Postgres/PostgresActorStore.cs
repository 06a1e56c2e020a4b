using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>
/// The store of a cluster: one PostgreSQL database (15 or newer) that all nodes share. Its clock is the server's
/// <c>clock_timestamp()</c>.
/// </summary>
public sealed partial class PostgresActorStore : IActorStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresNews _news;
    private readonly PostgresSendQueue _sends;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile IReadOnlyDictionary<int, Guid> _owners = new Dictionary<int, Guid>();
    private Guid _incarnation;
    private string _timeline = "";
    private int _isDisposed;

    private PostgresActorStore(PostgresAddress address, TimeSpan lease, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _database = new PostgresDatabase(address, lease);
        _news = new PostgresNews(_database.Membership, time, logger);
        _sends = new PostgresSendQueue(StoreAsync);
    }

    /// <summary>Connects, and makes or updates the tables.</summary>
    /// <param name="lease">The nodes' lease; no lock and no idle transaction outlasts a third of it.</param>
    /// <exception cref="StoreException">Not reachable (transient), refused, or of a newer layout.</exception>
    public static async Task<PostgresActorStore> OpenAsync(
        PostgresAddress address,
        TimeSpan lease,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        PostgresActorStore store = new(address, lease, time, loggerFactory.CreateLogger<PostgresActorStore>());
        try
        {
            await store._database.RunAsync(
                store._database.Commits,
                async (connection, stop) =>
                {
                    await PostgresSchema.PrepareAsync(connection, address, stop);
                    return true;
                },
                writes: false,
                cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        store.LogOpened(address);
        return store;
    }

    /// <inheritdoc/>
    public Task<JoinedNode> JoinAsync(NodeRegistration registration, CancellationToken cancellationToken) => _database.RunAsync(
        _database.Membership,
        async (connection, stop) =>
        {
            ShardLease shard = await PostgresMembership.JoinAsync(connection, registration, _database.Application, stop);
            (DateTimeOffset now, _timeline) = (await connection.CreateBatch().Add("SELECT actormft.clock(), actormft.timeline()")
                .ReadAsync(static reader => (reader.Time(0), reader.GetString(1)), stop))[0];
            _incarnation = registration.Incarnation;
            return new JoinedNode(shard, now);
        },
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> RenewAsync(Guid incarnation, TimeSpan lease, CancellationToken cancellationToken) => _database.RunAsync(
        _database.Renewals,
        async (connection, stop) =>
        {
            List<(DateTimeOffset Now, string Timeline)> renewed = await PostgresMembership.Renew(connection, incarnation, lease)
                .ReadAsync(static reader => (reader.Time(0), reader.GetString(1)), stop);
            if (renewed.Count == 1 && renewed[0].Timeline != _timeline)
            {
                LogFailover(_timeline, renewed[0].Timeline);
                return null;
            }

            return renewed.Count == 1 ? renewed[0].Now : (DateTimeOffset?)null;
        },
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RequestLeaveAsync(Guid incarnation, CancellationToken cancellationToken) => await _database.RunAsync(
        _database.Membership,
        (connection, stop) => PostgresMembership.RequestLeave(connection, incarnation).ExecuteNonQueryAsync(stop),
        writes: true,
        cancellationToken) == 1;

    /// <inheritdoc/>
    public Task LeaveAsync(Guid incarnation, CancellationToken cancellationToken) =>
        _database.RunAsync(_database.Membership, (connection, stop) => PostgresMembership.Leave(connection, incarnation).ExecuteNonQueryAsync(stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<ClusterPicture> ReadClusterAsync(CancellationToken cancellationToken)
    {
        ClusterPicture picture = await _database.RunAsync(
            _database.Membership, (connection, stop) => PostgresMembership.ReadAsync(connection, stop), writes: false, cancellationToken);
        _owners = picture.Shards.Where(static shard => shard.Owner is not null).ToDictionary(static shard => shard.Shard, static shard => shard.Owner!.Value);
        return picture;
    }

    /// <inheritdoc/>
    public Task<bool> DeclareDeadAsync(Guid incarnation, long beat, CancellationToken cancellationToken) => _database.RunAsync(
        _database.Membership,
        (connection, stop) => PostgresMembership.DeclareDeadAsync(connection, incarnation, beat, _database.Application, stop),
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShardLease>> ClaimAsync(Guid incarnation, IReadOnlyList<int> shards, CancellationToken cancellationToken) => await _database.RunAsync(
        _database.Membership,
        (connection, stop) => PostgresMembership.ClaimAsync(connection, incarnation, shards, stop),
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(ShardLease lease, CancellationToken cancellationToken) =>
        _database.RunAsync(_database.Membership, (connection, stop) => PostgresMembership.Release(connection, lease).ExecuteNonQueryAsync(stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public Task SetDesiredOwnersAsync(IReadOnlyList<(int Shard, Guid Owner)> moves, CancellationToken cancellationToken) => _database.RunAsync(
        _database.Membership,
        (connection, stop) => PostgresMembership.SetDesiredOwners(connection, moves).ExecuteNonQueryAsync(stop),
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> FindWaitingAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await _database.ReadAsync((connection, stop) => PostgresReads.WaitingAsync(connection, shards, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<InboxPage> TakeAsync(int shard, long after, int limit, IReadOnlyList<string> requests, CancellationToken cancellationToken) =>
        _database.ReadAsync((connection, stop) => PostgresReads.TakeAsync(connection, shard, after, limit, requests, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<DueTimers> ReadTimersAsync(int shard, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync((connection, stop) => PostgresReads.TimersAsync(connection, shard, limit, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EntityRecord>> LoadAsync(IReadOnlyList<EntityLookup> entities, CancellationToken cancellationToken) =>
        _database.ReadAsync((connection, stop) => PostgresReads.LoadAsync(connection, entities, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkRow>> ReadWorkAsync(int shard, CancellationToken cancellationToken) =>
        await _database.ReadAsync((connection, stop) => PostgresReads.WorkAsync(connection, shard, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(ShardCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        try
        {
            List<(string Request, Guid? Asker)> answered = await _database.RunAsync(
                _database.Commits,
                (connection, stop) => PostgresCommits.Build(connection, commit).ReadResultAsync("asker", static reader => (reader.GetString(0), reader.Id(1)), stop),
                writes: true,
                cancellationToken);
            foreach ((string request, Guid? asker) in answered)
            {
                if (asker is { } other && other != Guid.Empty && other != _incarnation)
                {
                    _news.TellAnswer(other, request);
                }
            }
        }
        catch (StoreException exception) when (exception.InnerException is PostgresException answer && answer.SqlState == PostgresErrors.Fenced)
        {
            return CommitOutcome.Fenced;
        }
        catch (StoreException exception) when (exception.InnerException is PostgresException answer && PostgresErrors.IsConflict(answer))
        {
            return CommitOutcome.Conflict;
        }

        _news.TellViews(commit.PutRows.Select(static row => row.View).Concat(commit.RemovedRows.Select(static row => row.View)));
        return CommitOutcome.Committed;
    }

    /// <inheritdoc/>
    public async Task<AttemptOutcome> RecordFailureAsync(FailedAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        try
        {
            return await _database.RunAsync(_database.Commits, (connection, stop) => PostgresFailures.RecordAsync(connection, attempt, stop), writes: true, cancellationToken);
        }
        catch (StoreException exception) when (exception.Failure == StoreFailure.Fenced)
        {
            return AttemptOutcome.Fenced;
        }
    }

    /// <inheritdoc/>
    public Task<int> SendAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _sends.SendAsync(messages, fence);
    }

    /// <inheritdoc/>
    public Task<RequestRow?> ReadRequestAsync(string requestId, CancellationToken cancellationToken) =>
        _database.ReadAsync((connection, stop) => PostgresReads.RequestAsync(connection, requestId, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteExpiredRequestsAsync(int limit, CancellationToken cancellationToken) =>
        _database.RunAsync(_database.Commits, (connection, stop) => PostgresCleaning.DeleteExpiredRequestsAsync(connection, limit, stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteFinishedAsync(TimeSpan keep, int limit, CancellationToken cancellationToken) =>
        _database.RunAsync(_database.Commits, (connection, stop) => PostgresCleaning.DeleteFinishedAsync(connection, keep, limit, stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventRow>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken) =>
        await _database.ReadAsync((connection, stop) => PostgresReads.EventsAsync(connection, entity, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadSequenceAsync(EntityId entity, CancellationToken cancellationToken) =>
        _database.ReadAsync((connection, stop) => PostgresReads.SequenceAsync(connection, entity, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewRow>> QueryViewAsync(ViewQuery query, CancellationToken cancellationToken) =>
        await _database.ReadAsync((connection, stop) => PostgresReads.ViewAsync(connection, query, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<ViewRow?> ReadViewRowAsync(string view, string id, CancellationToken cancellationToken) =>
        _database.ReadAsync((connection, stop) => PostgresReads.ViewRowAsync(connection, view, id, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewRow>> ReadViewRowsAsync(string view, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await _database.ReadAsync((connection, stop) => PostgresReads.ViewRowsAsync(connection, view, ids, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        await _database.ReadAsync((connection, stop) => PostgresReads.DeadLettersAsync(connection, limit, stop), cancellationToken);

    /// <inheritdoc/>
    public void Wake(IReadOnlyCollection<int> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        IReadOnlyDictionary<int, Guid> owners = _owners;
        foreach (int shard in shards)
        {
            if (owners.TryGetValue(shard, out Guid owner) && owner != _incarnation)
            {
                _news.TellMessages(owner, shard);
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable Listen(Guid incarnation, IStoreListener listener) => new PostgresListening(_database.Membership, incarnation, listener, _time, _logger);

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _news.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    private Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence) => _database.RunAsync<IReadOnlySet<string>>(
        _database.Commits,
        async (connection, stop) =>
        {
            NpgsqlBatch batch = connection.CreateBatch();
            if (fence is { } lease)
            {
                batch.Add(PostgresCommits.Fence, lease.Shard, lease.Owner, lease.Epoch);
            }

            PostgresSends.Add(batch, messages, _incarnation);
            return (await batch.ReadResultAsync("request_id", static reader => reader.GetString(0), stop)).ToHashSet(StringComparer.Ordinal);
        },
        writes: true,
        CancellationToken.None);

    [LoggerMessage(163, LogLevel.Information, "Connected to the database {Address}.")]
    private partial void LogOpened(PostgresAddress address);

    [LoggerMessage(164, LogLevel.Warning, "The database server changed (timeline {Before} is now {Now}): a standby was promoted. This node forgets what it has in memory and joins again.")]
    private partial void LogFailover(string before, string now);
}
