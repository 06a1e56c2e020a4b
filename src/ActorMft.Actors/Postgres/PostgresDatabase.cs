using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>One database, reached over connections that do not wait for each other, and its failures as <see cref="StoreException"/>s.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresAddress _address;

    /// <param name="lease">The nodes' lease; no lock and no idle transaction outlasts a third of it.</param>
    public PostgresDatabase(PostgresAddress address, TimeSpan lease)
    {
        _address = address;
        Application = $"actormft/{Guid.NewGuid():N}";
        NpgsqlConnectionStringBuilder settings = address.ToConnectionString(Application, lease);
        Commits = Connect(settings);
        settings.MaxPoolSize = 4;
        settings.CommandTimeout = Math.Max(1, (int)(lease.TotalSeconds / 3));
        Membership = Connect(settings);
        settings.MaxPoolSize = 1;
        Renewals = Connect(settings);
    }

    /// <summary>The name that this process's sessions have at the server.</summary>
    public string Application { get; }

    /// <summary>For messages, events and views.</summary>
    public NpgsqlDataSource Commits { get; }

    /// <summary>For what decides who owns what: it must not wait behind commits for a connection, nor longer than the lease allows.</summary>
    public NpgsqlDataSource Membership { get; }

    /// <summary>For the lease, which must wait for nothing at all.</summary>
    public NpgsqlDataSource Renewals { get; }

    /// <summary>A read that meets a broken connection is made again, once, over a new one.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(Commits, body, writes: false, cancellationToken);
        }
        catch (StoreException exception) when (exception.IsTransient && PostgresErrors.IsOfConnection(exception.InnerException!) && !cancellationToken.IsCancellationRequested)
        {
            return await RunAsync(Commits, body, writes: false, cancellationToken);
        }
    }

    /// <summary>Runs a body over one connection.</summary>
    /// <param name="writes">Whether a failure leaves open what was done.</param>
    /// <exception cref="StoreException">Not reachable (transient), refused, unstorable or closed.</exception>
    public async Task<T> RunAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task<T>> body, bool writes, CancellationToken cancellationToken)
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

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await Commits.DisposeAsync();
        await Membership.DisposeAsync();
        await Renewals.DisposeAsync();
    }

    private static NpgsqlDataSource Connect(NpgsqlConnectionStringBuilder settings)
    {
        NpgsqlDataSourceBuilder builder = new(settings.ConnectionString);
        return settings.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : builder.Build();
    }
}
