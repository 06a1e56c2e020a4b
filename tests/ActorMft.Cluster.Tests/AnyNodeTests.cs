using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>Several nodes are one server: whatever is done at one of them is so at the others.</summary>
public sealed class AnyNodeTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int Size = 20_000_000;

    private NodeCluster Cluster => shared.Cluster;

    [Fact]
    public async Task All_nodes_show_the_same_host_keys()
    {
        var keys = await Task.WhenAll(Cluster.Nodes.Select(async static node =>
        {
            var scan = await ProcessRun.OfAsync("ssh-keyscan", ["-p", $"{node.SftpPort}", "127.0.0.1"]);
            return string.Join('\n', scan.Output.Split('\n').Where(static line => line.StartsWith('[')).Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
        }));
        keys[0].ShouldContain("ssh-ed25519");
        keys.ShouldAllBe(key => key == keys[0]);
    }

    [Fact]
    public async Task A_file_put_at_one_node_is_listed_and_got_at_another()
    {
        var source = Cluster.Workspace.At("put/report.bin");
        var copy = Cluster.Workspace.At("got/report.bin");
        Content.Write(source, 300_000);
        await Cluster.Partners[0].CheckedAsync($"put {source} report.bin\n");
        (await Cluster.Partners[1].CheckedAsync("ls -l\n")).ShouldContain("300000");
        await Cluster.Partners[2].CheckedAsync($"get report.bin {copy}\n");
        Content.Digest(copy).ShouldBe(Content.Digest(source));
    }

    [Fact]
    public async Task A_broken_upload_is_continued_at_another_node()
    {
        await using var line = new CuttingProxy(Cluster.Nodes[0].SftpPort) { CutAfter = Size * 6 / 10 };
        await using var other = new CuttingProxy(Cluster.Nodes[2].SftpPort);
        var source = Cluster.Workspace.At("put/large.bin");
        Content.Write(source, Size);
        (await new StockSftp(Cluster.Workspace, line.Port, "acme-upload").RunAsync($"put {source} large.bin\n")).ExitCode.ShouldNotBe(0);
        await Eventually.TrueAsync("the broken upload is let go", async () => (await SessionsAsync(0)).Count == 0);
        await new StockSftp(Cluster.Workspace, other.Port, "acme-upload").CheckedAsync($"reput {source} large.bin\n");
        var copy = Cluster.Workspace.At("got/large.bin");
        await Cluster.Partners[1].CheckedAsync($"get large.bin {copy}\n");
        Content.Digest(copy).ShouldBe(Content.Digest(source));
        other.Sent.ShouldBeLessThan(Size * 6 / 10, "only what was missing is sent");
    }

    [Fact]
    public async Task A_session_is_listed_and_closed_at_any_node()
    {
        await using var session = await OpenSftp.StartAsync(Cluster.Partners[0]);
        var id = await Eventually.GetAsync("another node lists the session", async () => (await SessionsAsync(1)).SingleOrDefault());
        using var closed = await Cluster.Apis[2].SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}");
        closed.IsSuccessStatusCode.ShouldBeTrue(await closed.Content.ReadAsStringAsync());
        await Eventually.TrueAsync("no node lists it any more", async () => (await SessionsAsync(1)).Count == 0);
        (await session.NoticeEndAsync("ls")).ShouldNotBe(0);
    }

    [Fact]
    public async Task A_user_made_or_disabled_at_one_node_is_so_at_the_others()
    {
        await Cluster.ApplyAsync(0, User("late", enabled: true));
        await LoginsAsync("late", succeed: true);
        await Cluster.ApplyAsync(1, User("late", enabled: false));
        await LoginsAsync("late", succeed: false);
    }

    [Fact]
    public async Task Sessions_are_counted_over_the_cluster()
    {
        await Cluster.ApplyAsync(0, """
            kind: Endpoint
            organization: acme
            name: narrow
            type: SftpServer
            maxSessions: 3
            """ + "\n---\n" + User("narrow-user", enabled: true, endpoint: "narrow"));
        await LoginsAsync("narrow-user", succeed: true);
        await Eventually.TrueAsync("the tries have ended", async () => (await SessionsAsync(0)).Count == 0);
        await using var first = await OpenSftp.StartAsync(PartnerAt(0));
        await using var second = await OpenSftp.StartAsync(PartnerAt(1));
        await using (await OpenSftp.StartAsync(PartnerAt(2)))
        {
            (await PartnerAt(0).RunAsync("pwd\n")).ExitCode.ShouldNotBe(0);
            (await PartnerAt(2).RunAsync("pwd\n")).ExitCode.ShouldNotBe(0);
        }

        await Eventually.TrueAsync("the freed place is had at another node", async () => (await PartnerAt(1).RunAsync("pwd\n")).ExitCode == 0);
    }

    private StockSftp PartnerAt(int node) => Cluster.PartnerOf(Cluster.Nodes[node], "narrow-user");

    private string User(string name, bool enabled, string endpoint = "inbox") => $"""
        kind: User
        organization: acme
        endpoint: {endpoint}
        name: {name}
        enabled: {(enabled ? "true" : "false")}
        publicKeys: ["{Cluster.Workspace.PublicKey}"]
        """;

    /// <summary>Waits, at every node, until a login does what it should.</summary>
    private async Task LoginsAsync(string user, bool succeed)
    {
        foreach (var node in Cluster.Nodes)
        {
            await Eventually.TrueAsync($"{user} is {(succeed ? "let in" : "refused")} at {node.Name}", async () =>
                (await Cluster.PartnerOf(node, user).RunAsync("pwd\n")).ExitCode == 0 == succeed);
        }
    }

    private async Task<List<string>> SessionsAsync(int node) =>
        [.. (await Cluster.Apis[node].GetAsync("/api/v1/sessions")).GetProperty("items").EnumerateArray().Select(static session => session.GetProperty("id").GetString()!)];
}
