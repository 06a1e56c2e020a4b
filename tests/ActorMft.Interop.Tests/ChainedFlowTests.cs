using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A flow delivers into an inbox of another ActorMft, whose flow carries on to a bank, and both nodes are killed meanwhile.</summary>
public sealed class ChainedFlowTests
{
    [Fact]
    public async Task Every_file_reaches_the_end_of_a_chain_of_two_nodes_once_through_kills_of_both()
    {
        const int Files = 40;
        await using var far = await Scenario.StartAsync(afterCopy: "delete");
        await using var near = await Scenario.StartAsync();
        await near.ApplyAsync($$"""
            {{MainJob.Remote("far", far.Node.SftpPort, "acme-upload", far.Workspace)}}
            ---
            { kind: Endpoint, organization: acme, name: far-in, type: ExternalSftp, remote: far }
            ---
            kind: Flow
            organization: acme
            name: chain
            source: { endpoint: inbox, path: /chain, afterCopy: delete }
            targets: [{ endpoint: far-in, path: invoices }]
            retry: { attempts: 500, initialDelay: 200ms, maxDelay: 1s }
            """);
        var folder = near.Workspace.Folder("files");
        for (var number = 0; number < Files; number++)
        {
            Content.Write(Path.Combine(folder, $"{number:00}.bin"), 20_000 + (number % 8 * 300_000));
        }

        using var renames = new RenameWatch(far.Inbound);
        await near.Partner.CheckedAsync($"mkdir chain\nput {folder}/* chain/\n");
        for (var kill = 1; kill <= 4; kill++)
        {
            await Eventually.TrueAsync("more has arrived", () => renames.Counts.Count >= 6 * kill);
            var node = kill % 2 == 0 ? near.Node : far.Node;
            await node.KillAsync();
            await node.StartAsync();
        }

        await near.Api.WaitForStateAsync(Files, "delivered");
        await far.Api.WaitForStateAsync(Files, "delivered");
        Content.Tree(far.Inbound).ShouldBe(Content.Tree(folder), "each file once, whole, and no .part left");
        (await far.Api.TransfersAsync()).Count.ShouldBe(Files);
        renames.Counts.Values.ShouldAllBe(count => count == 1);
        await Eventually.TrueAsync("the inboxes are empty", () => Content.Tree(Path.Combine(near.Inbox, "chain")).Count + Content.Tree(Path.Combine(far.Inbox, "invoices")).Count == 0);
    }
}
