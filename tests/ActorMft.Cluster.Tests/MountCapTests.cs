using System.Globalization;
using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>Sessions at several nodes use one mount, and flows deliver to the same server.</summary>
public sealed class MountCapTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int Cap = 4;
    private const int SessionsPerNode = 2;
    private const int Files = 15;

    private NodeCluster Cluster => shared.Cluster;

    [Fact]
    public async Task Mounts_and_flows_of_all_nodes_together_reach_the_cap_and_never_go_beyond()
    {
        await using var server = new SshdServer(Cluster.Workspace, "window");
        await server.StartAsync();
        await Cluster.ApplyAsync(0, $$"""
            kind: RemoteServer
            organization: acme
            name: window
            host: 127.0.0.1
            port: {{server.Port}}
            username: {{SshdServer.UserName}}
            auth: { privateKey: { file: {{Cluster.Workspace.KeyFile}} } }
            maxConnections: {{Cap}}
            ---
            { kind: Mount, organization: acme, name: window, endpoint: inbox, path: /window, remote: window }
            ---
            { kind: Endpoint, organization: acme, name: window-in, type: ExternalSftp, remote: window }
            ---
            kind: Flow
            organization: acme
            name: through
            source: { endpoint: inbox, path: /through }
            targets: [{ endpoint: window-in, path: delivered }]
            retry: { attempts: 100, initialDelay: 200ms, maxDelay: 1s }
            """);
        var folder = Cluster.Workspace.Folder("window-files");
        for (var number = 0; number < Files; number++)
        {
            Content.Write(Path.Combine(folder, $"{number}.bin"), 50_000 + (number * 100_000));
        }

        foreach (var partner in Cluster.Partners)
        {
            await Eventually.TrueAsync("the node has the mount", async () => (await partner.RunAsync("ls window\n")).ExitCode == 0);
        }

        await Cluster.Partners[0].CheckedAsync("mkdir through\n");
        await using var connections = new SshdConnectionCount(server.Port);

        var sessions = Enumerable.Range(0, Cluster.Nodes.Count * SessionsPerNode)
            .Select(session => Cluster.Partners[session % Cluster.Nodes.Count].CheckedAsync($"mkdir window/{session}\nput {folder}/* window/{session}/\n"));
        var uploads = Cluster.Partners.Select(static (partner, node) => (Partner: partner, Name: node.ToString(CultureInfo.InvariantCulture)))
            .Select(each => each.Partner.CheckedAsync($"mkdir through/{each.Name}\nput {folder}/* through/{each.Name}/\n"));
        await Task.WhenAll(sessions.Concat(uploads));
        var flown = Cluster.Nodes.Count * Files;
        await Cluster.Apis[1].WaitForStateAsync(flown, "delivered");

        for (var session = 0; session < Cluster.Nodes.Count * SessionsPerNode; session++)
        {
            Content.Tree(Path.Combine(server.Home, $"{session}")).ShouldBe(Content.Tree(folder));
        }

        for (var node = 0; node < Cluster.Nodes.Count; node++)
        {
            Content.Tree(Path.Combine(server.Home, "delivered", $"{node}")).ShouldBe(Content.Tree(folder));
        }

        connections.MaxOfAll.ShouldBe(Cap, connections.AtMax);
    }
}
