using ActorMft.Actors.Postgres;
using ActorMft.Actors.Storage;
using ActorMft.Actors.Tests.Storage;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>PostgreSQL keeps the contract.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresContractTests(FastPostgresServer server) : ActorStoreTests
{
    protected override async Task<IActorStore> OpenAsync() => await PostgresActorStore.OpenAsync(
        PostgresAddress.Parse(await server.CreateDatabaseAsync()), TimeSpan.FromSeconds(10), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
}
