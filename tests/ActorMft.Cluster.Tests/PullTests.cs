using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>Flows that look for their files at another server and in a directory, while nodes are killed: each file is carried once.</summary>
public sealed class PullTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Files = 30;

    [Fact]
    public async Task Every_file_of_another_server_and_of_a_share_is_carried_once_while_nodes_are_killed()
    {
        await using var cluster = await NodeCluster.StartAsync(server);
        await cluster.DeclareAsync();
        var expected = cluster.Workspace.Folder("expected");
        for (var number = 0; number < Files; number++)
        {
            Content.Write(Path.Combine(expected, $"{number:00}.bin"), 10_000 + (number % 5 * 300_000));
        }

        var remote = Copy(expected, Path.Combine(cluster.Bank.Home, "out"));
        var share = Copy(expected, cluster.Workspace.At("share"));
        var archive = cluster.Workspace.Folder("archive");
        await cluster.ApplyAsync(0, $$"""
            { kind: Endpoint, organization: acme, name: share, type: Lan, path: {{share}} }
            ---
            { kind: Endpoint, organization: acme, name: archive, type: Lan, path: {{archive}} }
            ---
            kind: Flow
            organization: acme
            name: from-bank
            source: { endpoint: bank-in, path: out, schedule: { every: 1s }, settle: 0s, afterCopy: delete }
            targets: [{ endpoint: archive, path: bank }]
            retry: { attempts: 1000, initialDelay: 200ms, maxDelay: 1s }
            ---
            kind: Flow
            organization: acme
            name: from-share
            source: { endpoint: share, path: /, schedule: { every: 1s }, settle: 0s, afterCopy: keep }
            targets: [{ endpoint: archive, path: share, onExisting: rename }]
            retry: { attempts: 1000, initialDelay: 200ms, maxDelay: 1s }
            """);
        for (var node = 0; node < cluster.Nodes.Count; node++)
        {
            var before = Carried(archive);
            await Eventually.TrueAsync("something was carried", () => Carried(archive) > before || before == 2 * Files);
            await cluster.Nodes[node].KillAsync();
            await cluster.Nodes[node].StartAsync();
        }

        await Eventually.TrueAsync("every file of the server is removed", () => Directory.GetFileSystemEntries(remote).Length == 0, TimeSpan.FromMinutes(2));
        await cluster.Apis[0].WaitForStateAsync(2 * Files, "delivered", TimeSpan.FromMinutes(2));
        Content.Tree(Path.Combine(archive, "bank")).ShouldBe(Content.Tree(expected));
        Content.Tree(Path.Combine(archive, "share")).ShouldBe(Content.Tree(expected), "a second time would have another name");
        (await cluster.Apis[2].TransfersAsync()).Count.ShouldBe(2 * Files);
    }

    /// <summary>Files with their final names; hidden parts come and go.</summary>
    private static int Carried(string archive) => Directory.EnumerateFiles(archive, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden,
    }).Count();

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        return to;
    }
}
