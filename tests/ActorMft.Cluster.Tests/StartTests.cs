using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>A node that starts while its database is away.</summary>
public sealed class StartTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task A_node_waits_for_its_database_and_says_so()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = new Workspace();
        await using var node = NodeOn(database, workspace);
        await server.StopAsync();
        var waiting = node.ExpectAsync($"127.0.0.1:{server.Port}");
        var ready = node.ExpectAsync("ready sftp=");
        node.Launch();
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        await server.StartAsync();
        await ready.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_node_that_waits_for_its_database_can_be_stopped()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = new Workspace();
        await using var node = NodeOn(database, workspace);
        await server.StopAsync();
        var waiting = node.ExpectAsync($"127.0.0.1:{server.Port}");
        node.Launch();
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        (await node.TerminateAsync()).ShouldBe(0, node.Log);
        await server.StartAsync();
    }

    private static NodeProcess NodeOn(string database, Workspace workspace) =>
        new(new NodeSite("node-1", workspace.Folder("node"), database, workspace.Folder("files"), workspace.At("secret.key")));
}
