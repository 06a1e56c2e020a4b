using ActorMft.Actors.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Sample;

/// <summary>A node over a SQLite file.</summary>
internal sealed class SqliteNode : IAsyncDisposable
{
    private SqliteNode(SqliteActorStore store, ActorNode node)
    {
        Store = store;
        Node = node;
    }

    internal SqliteActorStore Store { get; }

    internal ActorNode Node { get; }

    internal static async Task<SqliteNode> StartAsync(string directory, IWorkRunner? runner = null, IReadOnlyList<EntityKind>? kinds = null, int shards = 8)
    {
        SqliteActorStore store = await SqliteActorStore.OpenAsync(
            Path.Combine(directory, "actors.db"), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        try
        {
            ActorNode node = await ActorNode.StartAsync(
                new ActorNodeOptions { Name = "one", Shards = shards, Lease = TimeSpan.FromSeconds(3), WorkRetryDelay = TimeSpan.FromMilliseconds(10) },
                store,
                kinds ?? [new Counter(), new Counter(name: "holder", isPrivate: true)],
                SampleCodec.Create(),
                runner ?? new RecordingRunner(),
                TimeProvider.System,
                NullLoggerFactory.Instance,
                CancellationToken.None);
            return new SqliteNode(store, node);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Store.DisposeAsync();
    }
}
