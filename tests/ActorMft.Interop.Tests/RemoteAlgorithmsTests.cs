using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A remote's choice of algorithms holds for everything that connects to it: the bank's <c>sshd</c> logs what was agreed on.</summary>
public sealed class RemoteAlgorithmsTests
{
    private const string Agreed = "client->server cipher: aes192-ctr MAC: hmac-sha2-512-etm@openssh.com";

    [Fact]
    public async Task Flow_mount_sync_connector_and_test_use_what_the_remote_declares()
    {
        await using var scenario = await Scenario.StartAsync();
        await scenario.ApplyAsync($$"""
            {{Bank(scenario)}}
            algorithms: { ciphers: aes192-ctr, macs: "hmac-sha2-512-etm@openssh.com,hmac-sha2-512" }
            ---
            { kind: Mount, organization: acme, name: window, endpoint: inbox, path: /bank, remote: bank, remotePath: inbound }
            ---
            { kind: Sync, organization: acme, name: mirror, endpoint: inbox, path: /mirror, remote: bank, remotePath: mirror }
            """);
        (await scenario.Node.CommandAsync("get", "RemoteServer", "bank", "-o", "yaml")).Output.ShouldContain("ciphers: aes192-ctr");
        Content.Write(Path.Combine(scenario.Inbox, "mirror", "a.csv"), 100);
        Content.Write(scenario.Workspace.At("b.csv"), 1000);
        await scenario.Partner.CheckedAsync("mkdir invoices\n");

        await ShouldAgreeAsync(scenario, async () => (await scenario.Node.CommandAsync("remote", "test", "bank")).Output.ShouldContain("ssh-ed25519, aes192-ctr, hmac-sha2-512-etm@openssh.com"));
        await ShouldAgreeAsync(scenario, async () =>
        {
            await scenario.Partner.CheckedAsync($"put {scenario.Workspace.At("b.csv")} invoices/b.csv\n");
            await scenario.Api.WaitForStateAsync(1, "delivered");
        });
        await ShouldAgreeAsync(scenario, async () => (await scenario.Partner.CheckedAsync("ls -1 bank\n")).ShouldContain("bank/b.csv"));
        await ShouldAgreeAsync(scenario, async () => (await scenario.Node.CommandAsync("sync", "run", "mirror")).ShouldSucceed("sync run"));
        await ShouldAgreeAsync(scenario, async () => (await scenario.Node.CommandAsync("sftp", "list", "acme/bank-in")).Output.ShouldContain("inbound"));
    }

    [Fact]
    public async Task Connection_by_legacy_algorithms_is_logged_with_their_names()
    {
        await using var scenario = await Scenario.StartAsync();
        await scenario.Bank.StopAsync();
        await scenario.Bank.StartAsync("Ciphers aes128-cbc,aes128-ctr");
        await scenario.ApplyAsync(Bank(scenario) + "legacyAlgorithms: true\n");
        (await scenario.Node.CommandAsync("remote", "test", "bank")).ShouldSucceed("remote test");
        scenario.Node.Log.ShouldNotContain("legacy algorithms");

        await scenario.ApplyAsync(Bank(scenario) + "legacyAlgorithms: true\nalgorithms: { ciphers: aes128-cbc }\n");
        (await scenario.Node.CommandAsync("remote", "test", "bank")).ShouldSucceed("remote test");
        await Eventually.TrueAsync("it is logged", () => scenario.Node.Log.Contains("The connection to acme/bank uses legacy algorithms (legacyAlgorithms): aes128-cbc.", StringComparison.Ordinal));
    }

    private static string Bank(Scenario scenario) => $$"""
        kind: RemoteServer
        organization: acme
        name: bank
        host: 127.0.0.1
        port: {{scenario.Bank.Port}}
        username: {{SshdServer.UserName}}
        auth: { privateKey: { file: {{scenario.Workspace.KeyFile}} } }

        """;

    /// <summary>The bank is started anew, so that the job needs a connection of its own.</summary>
    private static async Task ShouldAgreeAsync(Scenario scenario, Func<Task> job)
    {
        await scenario.Bank.StopAsync();
        await scenario.Bank.StartAsync("LogLevel DEBUG1");
        var before = scenario.Bank.Log.Length;
        await job();
        await Eventually.TrueAsync("sshd logs the login", () => scenario.Bank.Log[before..].Contains("Accepted publickey", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        var agreed = scenario.Bank.Log[before..].Split('\n').Where(static line => line.Contains("client->server cipher", StringComparison.Ordinal)).ToList();
        agreed.ShouldNotBeEmpty();
        agreed.ShouldAllBe(static line => line.Contains(Agreed, StringComparison.Ordinal));
    }
}
