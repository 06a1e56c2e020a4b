using System.Text.Json;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A share, on a file system of its own, that takes no files for a while: each cause has its sentence, and the file arrives afterwards.</summary>
public sealed class LanTargetTests
{
    [Fact]
    public async Task Share_that_is_full_or_read_only_or_not_mounted_keeps_the_file_waiting_and_says_why()
    {
        PrivateDisk? disk = null;
        var share = "";
        await using var scenario = await Scenario.StartAsync(nodeWrapper: node =>
        {
            share = Path.Combine(node.Site.Folder, "share");
            return (disk = new PrivateDisk(share, 8)).Wrapper(node);
        });
        await ApplyAsync(scenario, share);
        var source = scenario.Workspace.At("a.bin");
        Content.Write(source, 1_000_000);
        await scenario.Partner.CheckedAsync("mkdir share\n");

        disk!.Fill();
        await PutAsync(scenario, source, "full.bin");
        await WaitsAsync(scenario, "full.bin", "Writing '/in/.full.bin.", "at share failed: no space left on the server");
        disk.Free();
        await ArrivesAsync(scenario, disk, source, "full.bin");

        disk.Remount("ro");
        await PutAsync(scenario, source, "locked.bin");
        await WaitsAsync(scenario, "locked.bin", "Writing '/in/.locked.bin.", "at share failed: the server's file system is read-only. Allow it there, then retry the transfer.");
        disk.Remount("rw");
        (await scenario.Node.CommandAsync("transfers", "retry", (await FindAsync(scenario, "locked.bin"))!.Value.GetProperty("id").GetString()!)).ExitCode.ShouldBe(0);
        await ArrivesAsync(scenario, disk, source, "locked.bin");

        await ApplyAsync(scenario, share + "/not/mounted");
        await PutAsync(scenario, source, "away.bin");
        await WaitsAsync(scenario, "away.bin", $"The directory of the endpoint 'share' can't be opened on this node: {share}/not/mounted: no such file or directory.", "Mount the share, or correct the endpoint's path.");
        await ApplyAsync(scenario, share);
        await ArrivesAsync(scenario, disk, source, "away.bin");
    }

    private static Task ApplyAsync(Scenario scenario, string path) => scenario.ApplyAsync($$"""
        kind: Endpoint
        organization: acme
        name: share
        type: Lan
        path: {{path}}
        ---
        kind: Flow
        organization: acme
        name: to-share
        source: { endpoint: inbox, path: /share }
        targets: [{ endpoint: share, path: in }]
        retry: { attempts: 200, initialDelay: 200ms, maxDelay: 200ms }
        """);

    private static Task PutAsync(Scenario scenario, string source, string name) => scenario.Partner.CheckedAsync($"put {source} share/{name}\n");

    private static async Task<JsonElement?> FindAsync(Scenario scenario, string name) =>
        (await scenario.Api.TransfersAsync()).Where(transfer => transfer.GetProperty("file").GetString() == "/share/" + name).Select(static transfer => (JsonElement?)transfer).SingleOrDefault();

    private static async Task WaitsAsync(Scenario scenario, string name, params string[] said)
    {
        var error = "";
        await Eventually.TrueAsync($"{name} waits", async () =>
        {
            error = await FindAsync(scenario, name) is { } transfer && transfer.TryGetProperty("error", out var text) ? text.GetString() ?? "" : "";
            return error.Length > 0;
        });
        foreach (var part in said)
        {
            error.ShouldContain(part);
        }
    }

    private static async Task ArrivesAsync(Scenario scenario, PrivateDisk disk, string source, string name)
    {
        await Eventually.TrueAsync($"{name} is delivered", async () => (await FindAsync(scenario, name))?.GetProperty("state").GetString() == "delivered");
        Content.Digest(Path.Combine(disk.Folder, "in", name)).ShouldBe(Content.Digest(source));
    }
}
