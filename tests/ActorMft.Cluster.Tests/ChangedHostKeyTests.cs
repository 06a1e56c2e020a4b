using System.Text.Json;
using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>A partner's server comes back with another host key: no node talks to it until a person has accepted that.</summary>
public sealed class ChangedHostKeyTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Remote = "/api/v1/organizations/acme/remotes/bank";

    [Fact]
    public async Task Changed_key_stops_every_node_and_files_wait_until_it_is_accepted_at_any()
    {
        await using var cluster = await NodeCluster.StartAsync(server, new ClusterOptions { Nodes = 2 });
        await cluster.DeclareAsync();
        await PutAsync(cluster, 0, "before.csv");
        await cluster.Apis[0].WaitForStateAsync(1, "delivered");
        var old = await FingerprintAsync(cluster, "hostKey");

        await cluster.Bank.StopAsync();
        cluster.Bank.NewHostKey();
        await cluster.Bank.StartAsync();
        await PutAsync(cluster, 0, "during.csv");
        await PutAsync(cluster, 1, "during-too.csv");

        await Eventually.TrueAsync("both files wait with the sentence", async () => (await WaitingAsync(cluster)).Count(reason => reason.Contains("the host key of acme/bank changed", StringComparison.Ordinal)) == 2);
        var offered = await FingerprintAsync(cluster, "offeredHostKey");
        offered.ShouldNotBe(old);
        cluster.Nodes.ShouldContain(node => node.Log.Contains("ALERT: acme/bank is not connected to", StringComparison.Ordinal) && node.Log.Contains(offered, StringComparison.Ordinal));
        foreach (var node in cluster.Nodes)
        {
            (await node.CommandAsync("get", "remotes")).Output.ShouldContain($"expected {old}, seen {offered}");
            var test = await node.CommandAsync("remote", "test", "bank");
            test.ExitCode.ShouldBe(1);
            test.Output.ShouldContain("host key        FAILED");
            test.Output.ShouldContain($"expected {old}, seen {offered}");
        }

        await ShouldAskBeforeAcceptingAsync(cluster.Nodes[1], old, offered);
        var accepted = await cluster.Nodes[1].CommandAsync("remote", "accept-host-key", "bank", "--fingerprint", offered);
        accepted.ShouldSucceed("accept-host-key");

        await cluster.Apis[0].WaitForStateAsync(3, "delivered");
        await Eventually.TrueAsync("every node knows that the key is accepted", async () =>
            !(await cluster.Apis[0].GetAsync(Remote)).GetProperty("status").TryGetProperty("offeredHostKey", out _));
        File.Exists(Path.Combine(cluster.Inbound, "during.csv")).ShouldBeTrue();
        var fine = await cluster.Nodes[0].CommandAsync("remote", "test", "bank", "--directory", "inbound");
        fine.ShouldSucceed("remote test");
        fine.Output.ShouldContain("login           ok");
        (await cluster.Apis[0].GetAsync("/api/v1/audit")).GetProperty("items").EnumerateArray()
            .Where(row => row.GetProperty("action").GetString() == "hostKeyAccepted").Select(row => row.GetProperty("detail").GetString())
            .ShouldBe([$"old {old}, new {offered}"]);
    }

    private static async Task ShouldAskBeforeAcceptingAsync(NodeProcess node, string old, string offered)
    {
        var unanswered = await node.CommandAsync("remote", "accept-host-key", "bank");
        unanswered.ExitCode.ShouldBe(2);
        unanswered.Output.ShouldContain($"old key: {old}");
        unanswered.Output.ShouldContain($"new key: {offered}");
        unanswered.Error.ShouldContain("--fingerprint");
        (await node.CommandAsync("remote", "accept-host-key", "bank", "--fingerprint", "SHA256:" + new string('A', 43))).ExitCode.ShouldBe(1);
        (await node.CommandAsync("remote", "test", "bank")).ExitCode.ShouldBe(1);
    }

    private static async Task PutAsync(NodeCluster cluster, int node, string name)
    {
        var file = cluster.Workspace.At("put/" + name);
        Content.Write(file, 1000);
        await cluster.Partners[node].CheckedAsync($"-mkdir invoices\nput {file} invoices/{name}\n");
    }

    /// <summary>A fingerprint that every node knows.</summary>
    private static async Task<string> FingerprintAsync(NodeCluster cluster, string name)
    {
        var known = "";
        foreach (var api in cluster.Apis)
        {
            known = await Eventually.GetAsync($"{name} is known", async () =>
                (await api.GetAsync(Remote)).TryGetProperty("status", out var status) && status.TryGetProperty(name, out var value) ? value.GetString() : null);
        }

        return known;
    }

    private static async Task<List<string>> WaitingAsync(NodeCluster cluster) =>
        [.. (await cluster.Apis[1].TransfersAsync()).Select(static transfer => Text(transfer, "error"))];

    private static string Text(JsonElement transfer, string name) => transfer.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
