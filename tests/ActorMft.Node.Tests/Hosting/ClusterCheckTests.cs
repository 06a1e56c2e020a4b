using ActorMft.Node.Hosting;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Hosting;

/// <summary>Who may start on a database that is in use: only a node with the same key file and the same storage.</summary>
public sealed class ClusterCheckTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly NodeSettings _settings;

    public ClusterCheckTests() => _settings = RunningNode.SettingsIn(_directory);

    private string Marker => Path.Combine(_settings.Storage.Path, ".actormft", "cluster");

    public Task InitializeAsync() => StartAndStopAsync(_settings);

    public Task DisposeAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Node_with_the_same_key_and_storage_starts_again()
    {
        var id = await File.ReadAllTextAsync(Marker);
        await StartAndStopAsync(_settings);
        (await File.ReadAllTextAsync(Marker)).ShouldBe(id);
    }

    [Fact]
    public async Task Another_key_file_is_refused_with_a_sentence()
    {
        SecretKey.Load(_directory["other.key"], create: true);
        var failure = await FailureAsync(_settings with { Secrets = new SecretSettings { KeyFile = _directory["other.key"] } });
        failure.Message.ShouldContain($"secrets.keyFile {_directory["other.key"]} is not the key that this database was made with");
        failure.BadSettings.ShouldBeTrue();
    }

    [Fact]
    public async Task Missing_key_file_is_not_made_when_the_database_has_one()
    {
        var failure = await FailureAsync(_settings with { Secrets = new SecretSettings { KeyFile = _directory["other.key"] } });
        failure.Message.ShouldContain("doesn't exist; copy it from the node that made the database");
        failure.BadSettings.ShouldBeTrue();
        File.Exists(_directory["other.key"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Empty_storage_is_refused_and_nothing_is_made_there()
    {
        Directory.CreateDirectory(_directory["unmounted"]);
        var failure = await FailureAsync(_settings with { Storage = new StorageSettings { Path = _directory["unmounted"] } });
        failure.Message.ShouldContain("the files are not mounted here, or every node has its own");
        failure.Message.ShouldContain(_directory["unmounted"]);
        failure.BadSettings.ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(_directory["unmounted"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Storage_of_another_database_is_refused()
    {
        await StartAndStopAsync(_settings with
        {
            Database = new DatabaseSettings(DatabaseKind.Sqlite, _directory["second/actormft.db"]),
            Storage = new StorageSettings { Path = _directory["second/files"] },
        });
        var failure = await FailureAsync(_settings with { Storage = new StorageSettings { Path = _directory["second/files"] } });
        failure.Message.ShouldContain("belongs to another database");
        failure.BadSettings.ShouldBeTrue();
    }

    [Fact]
    public async Task Marker_written_as_the_sentence_says_lets_the_node_start()
    {
        File.Delete(Marker);
        var failure = await FailureAsync(_settings);
        var id = failure.Message.Split("write the line ")[1].Split(' ')[0];
        await File.WriteAllTextAsync(Marker, id + "\n");
        await StartAndStopAsync(_settings);
    }

    [Fact]
    public async Task New_database_takes_over_the_storage_that_is_there()
    {
        var id = await File.ReadAllTextAsync(Marker);
        await StartAndStopAsync(_settings with { Database = new DatabaseSettings(DatabaseKind.Sqlite, _directory["second.db"]) });
        (await File.ReadAllTextAsync(Marker)).ShouldBe(id);
    }

    private static async Task StartAndStopAsync(NodeSettings settings) =>
        await (await MftNode.StartAsync(settings, NullLoggerFactory.Instance, TimeProvider.System)).DisposeAsync();

    private static Task<NodeStartException> FailureAsync(NodeSettings settings) => Should.ThrowAsync<NodeStartException>(() => StartAndStopAsync(settings));
}
