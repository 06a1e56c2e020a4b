using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>Nodes that don't belong to the cluster whose database they were given.</summary>
public sealed class WrongNodeTests(FastPostgresServer server) : IClassFixture<FastPostgresServer>, IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Node_with_another_key_or_storage_is_refused_with_exit_code_2_and_the_right_one_joins()
    {
        var database = await server.CreateDatabaseAsync();
        var first = new NodeSite("node-1", _space.Folder("one"), database, _space.Folder("files"), _space.At("keys/one.key"));
        await using var one = new NodeProcess(first);
        await one.StartAsync();

        var second = first with { Name = "node-2", Folder = _space.Folder("two") };
        await RefusedAsync(second with { KeyFile = _space.At("keys/missing.key") }, "missing.key doesn't exist; copy it from the node that made the database");
        File.Exists(_space.At("keys/missing.key")).ShouldBeFalse();

        var otherKey = _space.At("keys/other.key");
        await File.WriteAllTextAsync(otherKey, (await File.ReadAllTextAsync(first.KeyFile)).Split(':')[0] + ":" + new string('A', 43) + "\n");
        await RefusedAsync(second with { KeyFile = otherKey }, "other.key is not the key that this database was made with");

        await RefusedAsync(second with { Storage = _space.Folder("own") }, "the files are not mounted here, or every node has its own");
        Directory.EnumerateFileSystemEntries(_space.Folder("own")).ShouldBeEmpty();

        await using var two = new NodeProcess(second);
        await two.StartAsync();
        (await one.CommandAsync("cluster", "status")).Output.ShouldContain("node-2");
    }

    private static async Task RefusedAsync(NodeSite site, string sentence)
    {
        await using var node = new NodeProcess(site);
        node.Launch();
        (await node.ExitAsync()).ShouldBe(2, node.Log);
        node.Log.ShouldContain(sentence);
    }
}
