using ActorMft.Actors.Sqlite;
using ActorMft.Actors.Storage;
using ActorMft.Actors.Tests.Sample;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Sqlite;

public sealed class SqliteActorStoreTests : IDisposable
{
    private static readonly EncodedMessage Something = new("Something", 1, "{}");
    private static readonly EntityId Entity = new("counter", "one");

    private readonly TemporaryDirectory _directory = new();

    private string DatabasePath => Path.Combine(_directory.Path, "sub", "actors.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_makes_directory_and_file_and_a_second_opening_is_refused()
    {
        await using SqliteActorStore store = await OpenAsync();
        File.Exists(DatabasePath).ShouldBeTrue();
        (await Should.ThrowAsync<StoreException>(OpenAsync())).Failure.ShouldBe(StoreFailure.InUse);
    }

    [Fact]
    public async Task Open_refuses_a_newer_layout()
    {
        await (await OpenAsync()).DisposeAsync();
        Execute("PRAGMA user_version = 99");
        StoreException refused = await Should.ThrowAsync<StoreException>(OpenAsync());
        refused.Failure.ShouldBe(StoreFailure.Incompatible);
        refused.Message.ShouldContain("has layout 99; this program knows layouts up to 3");
    }

    [Fact]
    public async Task Open_refuses_the_database_of_another_program()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabasePath)!);
        Execute("CREATE TABLE recipes (name TEXT)");
        (await Should.ThrowAsync<StoreException>(OpenAsync())).Message.ShouldContain("another program");
    }

    [Fact]
    public async Task Open_refuses_a_file_that_is_no_database_and_lets_go_of_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabasePath)!);
        await File.WriteAllTextAsync(DatabasePath, new string('x', 5000));
        StoreException refused = await Should.ThrowAsync<StoreException>(OpenAsync());
        refused.Failure.ShouldBe(StoreFailure.Corrupt);
        refused.Message.ShouldContain(DatabasePath);
        File.Delete(DatabasePath);
        await (await OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task Writes_that_wait_together_are_undone_alone()
    {
        await using SqliteActorStore store = await OpenAsync();
        ShardLease lease = await JoinAsync(store);
        Task<CommitOutcome>[] commits = [.. Enumerable.Range(0, 100).Select(i => store.CommitAsync(
            new ShardCommit { Lease = lease, Events = [Event(i % 2 == 0 ? (i / 2) + 1 : 1000)] }, CancellationToken.None))];
        CommitOutcome[] outcomes = await Task.WhenAll(commits);
        outcomes.Count(outcome => outcome == CommitOutcome.Committed).ShouldBe(50);
        (await store.ReadEventsAsync(Entity, CancellationToken.None)).Select(row => row.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(i => (long)i));
    }

    [Fact]
    public async Task A_full_store_refuses_every_write_and_works_again_when_there_is_room()
    {
        Directory.CreateDirectory(_directory.Path);
        string path = Path.Combine(_directory.Path, "small.db");
        SqliteSession session = new(path, SqliteOpenMode.ReadWriteCreate);
        SqliteSchema.Prepare(session, path);
        using SqliteWriter writer = new(session, path);
        await writer.WriteAsync(one => one.Scalar("PRAGMA max_page_count = 60"), CancellationToken.None);
        string large = new('x', 20_000);
        StoreException full = await Should.ThrowAsync<StoreException>(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await writer.WriteAsync(one => one.Execute("INSERT INTO settings (name, value) VALUES ($1, $2)", $"n{i}", large), CancellationToken.None);
            }
        });
        full.Failure.ShouldBe(StoreFailure.Full);
        full.Message.ShouldContain(path);
        await writer.WriteAsync(one => one.Scalar("PRAGMA max_page_count = 100000"), CancellationToken.None);
        await writer.WriteAsync(one => one.Execute("INSERT INTO settings (name, value) VALUES ('last', $1)", large), CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_says_so()
    {
        await (await OpenAsync()).DisposeAsync();
        using SqliteWriter writer = new(new SqliteSession(DatabasePath, SqliteOpenMode.ReadOnly), DatabasePath);
        StoreException refused = await Should.ThrowAsync<StoreException>(
            writer.WriteAsync(one => one.Execute("INSERT INTO settings (name, value) VALUES ('a', 'b')"), CancellationToken.None));
        refused.Failure.ShouldBe(StoreFailure.ReadOnly);
        refused.Message.ShouldContain(DatabasePath);
    }

    [Fact]
    public async Task Damage_to_the_file_is_told_and_nothing_is_acknowledged()
    {
        await using (SqliteActorStore store = await OpenAsync())
        {
            ShardLease lease = await JoinAsync(store);
            await store.CommitAsync(new ShardCommit { Lease = lease, Events = [.. Enumerable.Range(1, 500).Select(i => Event(i))] }, CancellationToken.None);
        }

        await using (FileStream file = File.OpenWrite(DatabasePath))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[file.Length - 4096]);
        }

        StoreException told = await Should.ThrowAsync<StoreException>(async () =>
        {
            await using SqliteActorStore store = await OpenAsync();
            await JoinAsync(store);
        });
        told.Failure.ShouldBe(StoreFailure.Corrupt);
    }

    private static EventRow Event(long sequence) => new(Entity, sequence, 1, Something, "m", DateTimeOffset.UnixEpoch);

    private static MessageRow Message(string id, string? requestId = null) => new(1, id, Entity, Something, requestId);

    private static async Task<ShardLease> JoinAsync(SqliteActorStore store) =>
        (await store.JoinAsync(new NodeRegistration(Guid.NewGuid(), "one", "", "", 4, TimeSpan.FromSeconds(10)), CancellationToken.None)).PrivateShard;

    private void Execute(string sql)
    {
        using SqliteSession session = new(DatabasePath, SqliteOpenMode.ReadWriteCreate);
        session.ExecuteScript(sql);
    }

    private Task<SqliteActorStore> OpenAsync() =>
        SqliteActorStore.OpenAsync(DatabasePath, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
}
