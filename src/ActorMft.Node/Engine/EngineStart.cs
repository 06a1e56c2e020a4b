using ActorMft.Actors;
using ActorMft.Actors.Postgres;
using ActorMft.Actors.Sqlite;
using ActorMft.Actors.Storage;
using ActorMft.Domain;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Engine;

/// <summary>Opens the store that the settings name and starts the actors on it.</summary>
internal static class EngineStart
{
    /// <exception cref="StoreException">The database is in use, damaged, or can't be made.</exception>
    public static async Task<IActorStore> OpenStoreAsync(
        DatabaseSettings database, TimeSpan lease, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken) => database.Kind switch
        {
            DatabaseKind.Sqlite => await SqliteActorStore.OpenAsync(database.Target, time, loggers, cancellationToken),
            DatabaseKind.Postgres => await new PostgresStart(PostgresAddress.Parse(database.Target), lease, time, loggers).OpenAsync(cancellationToken),
            _ => throw new InvalidOperationException($"There is no store for {database.Kind}."),
        };

    /// <exception cref="StoreException">The store can't be used.</exception>
    public static Task<ActorNode> StartActorsAsync(
        NodeSettings settings, IActorStore store, IWorkRunner work, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        ActorNode.StartAsync(
            new ActorNodeOptions
            {
                Name = settings.NodeName,
                Version = typeof(EngineStart).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
                Address = settings.Management.Listen.ToString(),
                Shards = settings.Cluster.Shards,
                Lease = settings.Cluster.Lease,
                KeepFinished = settings.History.Keep,
            },
            store,
            [.. DomainActors.All.Select(behavior => new BehaviorKind(behavior))],
            VocabularyCodec.Create(),
            work,
            time,
            loggers,
            cancellationToken);
}
