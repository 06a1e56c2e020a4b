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
    private readonly PostgresAddress _address;
    private readonly string _application;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _membership;
    private readonly NpgsqlDataSource _renewals;
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
        _address = address;
        _time = time;
        _logger = logger;
        _application = $"actormft/{Guid.NewGuid():N}";
        NpgsqlConnectionStringBuilder settings = address.ToConnectionString(_application, lease);
        _source = Connect(settings);

        // What decides who owns what must not wait behind commits for a connection, nor longer than the lease allows; and renewals
        // for nothing at all.
        settings.MaxPoolSize = 4;
        settings.CommandTimeout = Math.Max(1, (int)(lease.TotalSeconds / 3));
        _membership = Connect(settings);
        settings.MaxPoolSize = 1;
        _renewals = Connect(settings);
        _news = new PostgresNews(_membership, time, logger);
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
            await store.RunAsync(
                store._source,
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
    public Task<JoinedNode> JoinAsync(NodeRegistration registration, CancellationToken cancellationToken) => RunAsync(
        _membership,
        async (connection, stop) =>
        {
            ShardLease shard = await PostgresMembership.JoinAsync(connection, registration, _application, stop);
            (DateTimeOffset now, _timeline) = (await connection.CreateBatch().Add("SELECT actormft.clock(), actormft.timeline()")
                .ReadAsync(static reader => (reader.Time(0), reader.GetString(1)), stop))[0];
            _incarnation = registration.Incarnation;
            return new JoinedNode(shard, now);
        },
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> RenewAsync(Guid incarnation, TimeSpan lease, CancellationToken cancellationToken) => RunAsync(
        _renewals,
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
    public async Task<bool> RequestLeaveAsync(Guid incarnation, CancellationToken cancellationToken) => await RunAsync(
        _membership,
        (connection, stop) => PostgresMembership.RequestLeave(connection, incarnation).ExecuteNonQueryAsync(stop),
        writes: true,
        cancellationToken) == 1;

    /// <inheritdoc/>
    public Task LeaveAsync(Guid incarnation, CancellationToken cancellationToken) =>
        RunAsync(_membership, (connection, stop) => PostgresMembership.Leave(connection, incarnation).ExecuteNonQueryAsync(stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<ClusterPicture> ReadClusterAsync(CancellationToken cancellationToken)
    {
        ClusterPicture picture = await RunAsync(
            _membership, (connection, stop) => PostgresMembership.ReadAsync(connection, stop), writes: false, cancellationToken);
        _owners = picture.Shards.Where(static shard => shard.Owner is not null).ToDictionary(static shard => shard.Shard, static shard => shard.Owner!.Value);
        return picture;
    }

    /// <inheritdoc/>
    public Task<bool> DeclareDeadAsync(Guid incarnation, long beat, CancellationToken cancellationToken) => RunAsync(
        _membership,
        (connection, stop) => PostgresMembership.DeclareDeadAsync(connection, incarnation, beat, _application, stop),
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShardLease>> ClaimAsync(Guid incarnation, IReadOnlyList<int> shards, CancellationToken cancellationToken) => await RunAsync(
        _membership,
        (connection, stop) => PostgresMembership.ClaimAsync(connection, incarnation, shards, stop),
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(ShardLease lease, CancellationToken cancellationToken) =>
        RunAsync(_membership, (connection, stop) => PostgresMembership.Release(connection, lease).ExecuteNonQueryAsync(stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public Task SetDesiredOwnersAsync(IReadOnlyList<(int Shard, Guid Owner)> moves, CancellationToken cancellationToken) => RunAsync(
        _membership,
        (connection, stop) => PostgresMembership.SetDesiredOwners(connection, moves).ExecuteNonQueryAsync(stop),
        writes: true,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> FindWaitingAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await ReadAsync((connection, stop) => PostgresReads.WaitingAsync(connection, shards, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<InboxPage> TakeAsync(int shard, long after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((connection, stop) => PostgresReads.TakeAsync(connection, shard, after, limit, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<DueTimers> ReadTimersAsync(int shard, int limit, CancellationToken cancellationToken) =>
        ReadAsync((connection, stop) => PostgresReads.TimersAsync(connection, shard, limit, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EntityRecord>> LoadAsync(IReadOnlyList<EntityLookup> entities, CancellationToken cancellationToken) =>
        ReadAsync((connection, stop) => PostgresReads.LoadAsync(connection, entities, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkRow>> ReadWorkAsync(int shard, CancellationToken cancellationToken) =>
        await ReadAsync((connection, stop) => PostgresReads.WorkAsync(connection, shard, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(ShardCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        try
        {
            List<(string Request, Guid? Asker)> answered = await RunAsync(
                _source,
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
            return await RunAsync(_source, (connection, stop) => PostgresFailures.RecordAsync(connection, attempt, stop), writes: true, cancellationToken);
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
        ReadAsync((connection, stop) => PostgresReads.RequestAsync(connection, requestId, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteExpiredRequestsAsync(int limit, CancellationToken cancellationToken) =>
        RunAsync(_source, (connection, stop) => PostgresCleaning.DeleteExpiredRequestsAsync(connection, limit, stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteFinishedAsync(TimeSpan keep, int limit, CancellationToken cancellationToken) =>
        RunAsync(_source, (connection, stop) => PostgresCleaning.DeleteFinishedAsync(connection, keep, limit, stop), writes: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventRow>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken) =>
        await ReadAsync((connection, stop) => PostgresReads.EventsAsync(connection, entity, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadSequenceAsync(EntityId entity, CancellationToken cancellationToken) =>
        ReadAsync((connection, stop) => PostgresReads.SequenceAsync(connection, entity, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewRow>> QueryViewAsync(ViewQuery query, CancellationToken cancellationToken) =>
        await ReadAsync((connection, stop) => PostgresReads.ViewAsync(connection, query, stop), cancellationToken);

    /// <inheritdoc/>
    public Task<ViewRow?> ReadViewRowAsync(string view, string id, CancellationToken cancellationToken) =>
        ReadAsync((connection, stop) => PostgresReads.ViewRowAsync(connection, view, id, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewRow>> ReadViewRowsAsync(string view, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await ReadAsync((connection, stop) => PostgresReads.ViewRowsAsync(connection, view, ids, stop), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        await ReadAsync((connection, stop) => PostgresReads.DeadLettersAsync(connection, limit, stop), cancellationToken);

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
    public IDisposable Listen(Guid incarnation, IStoreListener listener) => new PostgresListening(_membership, incarnation, listener, _time, _logger);

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _news.DisposeAsync();
            await _source.DisposeAsync();
            await _membership.DisposeAsync();
            await _renewals.DisposeAsync();
        }
    }

    private static NpgsqlDataSource Connect(NpgsqlConnectionStringBuilder settings)
    {
        NpgsqlDataSourceBuilder builder = new(settings.ConnectionString);
        return settings.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : builder.Build();
    }

    private Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence) => RunAsync<IReadOnlySet<string>>(
        _source,
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

    /// <summary>A read that meets a broken connection is made again, once, over a new one.</summary>
    private async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(_source, body, writes: false, cancellationToken);
        }
        catch (StoreException exception) when (exception.IsTransient && PostgresErrors.IsOfConnection(exception.InnerException!) && !cancellationToken.IsCancellationRequested)
        {
            return await RunAsync(_source, body, writes: false, cancellationToken);
        }
    }

    private async Task<T> RunAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task<T>> body, bool writes, CancellationToken cancellationToken)
    {
        bool isConnected = false;
        using ShieldedToken shielded = new(cancellationToken);
        try
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(shielded.Token);
            isConnected = true;
            return await body(connection, shielded.Token);
        }
        catch (Exception exception) when (exception is PostgresException || PostgresErrors.IsOfConnection(exception))
        {
            if (isConnected && PostgresErrors.IsOfConnection(exception))
            {
                // The others of the pool are likely to be broken, too. Not so when there was none to be had.
                source.Clear();
            }

            throw PostgresErrors.ToStoreException(exception, _address, writes && isConnected);
        }
        catch (ArgumentException exception) when (writes)
        {
            throw new StoreException(StoreFailure.Unstorable, $"The database {_address} cannot store what was sent: {exception.Message}", exception);
        }
        catch (ObjectDisposedException)
        {
            throw new StoreException(StoreFailure.Closed, $"The database {_address} is closed.");
        }
    }

    [LoggerMessage(163, LogLevel.Information, "Connected to the database {Address}.")]
    private partial void LogOpened(PostgresAddress address);

    [LoggerMessage(164, LogLevel.Warning, "The database server changed (timeline {Before} is now {Now}): a standby was promoted. This node forgets what it has in memory and joins again.")]
    private partial void LogFailover(string before, string now);
}
