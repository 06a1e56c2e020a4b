using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A remote server that stands still (SIGSTOP): its connections stay open and new ones are made, and nothing answers.</summary>
public sealed class FrozenRemoteTests
{
    private const string Settings = "remotes: { connectTimeout: 2s, keepAlive: { interval: 1s, count: 2 } }";

    [Fact]
    public async Task Everything_that_needs_a_frozen_remote_fails_in_time_with_its_reason_and_goes_on_when_it_thaws()
    {
        await using var scenario = await Scenario.StartAsync(nodeSettings: Settings);
        var shown = Directory.CreateDirectory(Path.Combine(scenario.Bank.Home, "shown")).FullName;
        var archive = scenario.Workspace.Folder("archive");
        await scenario.ApplyAsync($$"""
            { kind: Mount, organization: acme, name: window, endpoint: inbox, path: /bank, remote: bank, remotePath: shown }
            ---
            { kind: Sync, organization: acme, name: mirror, endpoint: inbox, path: /mirror, remote: bank, remotePath: mirror }
            ---
            { kind: Endpoint, organization: acme, name: archive, type: Lan, path: {{archive}} }
            ---
            kind: Flow
            organization: acme
            name: statements
            source: { endpoint: bank-in, path: out, schedule: { every: 1s }, settle: 0s }
            targets: [{ endpoint: archive }]
            """);
        Directory.CreateDirectory(Path.Combine(scenario.Bank.Home, "out"));
        Directory.CreateDirectory(Path.Combine(scenario.Inbox, "mirror"));
        Content.Write(Path.Combine(scenario.Inbox, "mirror", "a.csv"), 100);
        await scenario.Partner.CheckedAsync("mkdir invoices\nls bank\n");
        var (small, large) = (scenario.Workspace.At("small.csv"), scenario.Workspace.At("large.bin"));
        Content.Write(small, 1000);
        Content.Write(large, 200_000_000);
        await using var session = await OpenSftp.StartAsync(scenario.Partner);
        await session.AskAsync("ls -1 bank/..", "invoices");
        var upload = scenario.Partner.RunAsync($"put {large} bank/large.bin\n", ["-l", "400000"]);
        await Eventually.TrueAsync("the upload has begun", () => new FileInfo(Path.Combine(shown, "large.bin")) is { Exists: true, Length: > 1_000_000 });

        await scenario.Bank.FreezeAsync();

        await scenario.Partner.CheckedAsync($"put {small} invoices/small.csv\nls -la\n");
        File.WriteAllText(Path.Combine(scenario.Bank.Home, "out", "statement.csv"), "opening balance");
        var test = scenario.Node.CommandAsync("remote", "test", "bank");
        var listing = scenario.Node.CommandAsync("sftp", "list", "acme/bank-in");
        var running = scenario.Node.CommandAsync("sync", "run", "mirror");
        await session.AskAsync("-ls bank", "Failure");
        await session.AskAsync("ls -la", "invoices");
        (await upload).ExitCode.ShouldNotBe(0);
        (await test).Output.ShouldContain("took too long to answer");
        (await listing).Error.ShouldContain("took too long to answer");
        await WaitForAsync(scenario, "/api/v1/organizations/acme/syncs/mirror/status", "took too long to answer");
        await WaitForAsync(scenario, "/api/v1/organizations/acme/flows", "took too long to answer");
        (await scenario.Api.WaitForWaitingAsync(1)).GetProperty("error").GetString()!.ShouldContain("took too long to answer");

        await scenario.Bank.ThawAsync();

        (await running).ShouldSucceed("sync run");
        File.Exists(Path.Combine(scenario.Bank.Home, "mirror", "a.csv")).ShouldBeTrue();
        await scenario.Api.WaitForStateAsync(2, "delivered");
        Content.Digest(Path.Combine(scenario.Inbound, "small.csv")).ShouldBe(Content.Digest(small));
        File.ReadAllText(Path.Combine(archive, "statement.csv")).ShouldBe("opening balance");
        await Eventually.TrueAsync("the folder is back", async () => (await scenario.Partner.RunAsync("ls bank\n")).ExitCode == 0);
    }

    private static Task WaitForAsync(Scenario scenario, string path, string words) =>
        Eventually.TrueAsync($"{path} says '{words}'", async () => (await scenario.Api.GetAsync(path)).GetRawText().Contains(words, StringComparison.Ordinal));
}
