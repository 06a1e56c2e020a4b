using ActorMft.Actors.Sqlite;
using ActorMft.Actors.Storage;
using ActorMft.Actors.Tests.Sample;
using ActorMft.Actors.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Sqlite;

/// <summary>SQLite keeps the contract.</summary>
public sealed class SqliteContractTests : ActorStoreTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override async Task<IActorStore> OpenAsync() => await SqliteActorStore.OpenAsync(
        Path.Combine(_directory.Path, "actors.db"), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
}
