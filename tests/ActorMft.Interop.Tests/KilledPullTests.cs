using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>The node is killed with SIGKILL while it looks for files at another server, reads them and delivers them.</summary>
public sealed class KilledPullTests
{
    [Fact]
    public async Task Every_file_of_another_server_is_carried_exactly_once_through_eight_kills()
    {
        const int Files = 60;
        await using var scenario = await Scenario.StartAsync();
        var source = Directory.CreateDirectory(Path.Combine(scenario.Bank.Home, "out")).FullName;
        var expected = scenario.Workspace.Folder("expected");
        var archive = scenario.Workspace.Folder("archive");
        using var renames = new RenameWatch(archive);
        for (var number = 0; number < Files; number++)
        {
            var name = $"{number:000}.bin";
            Content.Write(Path.Combine(expected, name), 20_000 + (number % 10 * 400_000));
            File.Copy(Path.Combine(expected, name), Path.Combine(source, name));
        }

        await scenario.ApplyAsync($$"""
            kind: Endpoint
            organization: acme
            name: archive
            type: Lan
            path: {{archive}}
            ---
            kind: Flow
            organization: acme
            name: statements
            source: { endpoint: bank-in, path: out, schedule: { every: 1s }, settle: 0s, afterCopy: delete }
            targets: [{ endpoint: archive }]
            retry: { attempts: 200, initialDelay: 200ms, maxDelay: 1s }
            """);
        var instants = new Instants(20264);
        for (var kill = 0; kill < 8; kill++)
        {
            using var pause = new PeriodicTimer(instants.Next());
            await pause.WaitForNextTickAsync();
            await scenario.Node.KillAsync();
            await scenario.Node.StartAsync();
        }

        await Eventually.TrueAsync("every source is removed", () => Directory.GetFileSystemEntries(source).Length == 0, TimeSpan.FromMinutes(2));
        Content.Tree(archive).ShouldBe(Content.Tree(expected), "each file once, whole, and no .part left");
        var transfers = await scenario.Api.TransfersAsync();
        transfers.Count.ShouldBe(Files);
        transfers.ShouldAllBe(transfer => transfer.GetProperty("state").GetString() == "delivered");
        renames.Counts.Count.ShouldBe(Files);
        renames.Counts.Values.ShouldAllBe(count => count == 1);
    }
}
