using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>What can be wrong with somebody else's server: each time the transfer, its timeline and the command line say the step, the cause and what to do.</summary>
public sealed class BadTargetTests
{
    private const string WrongPin = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task Each_kind_of_bad_target_is_told_with_its_step_its_cause_and_the_remedy()
    {
        await using var scenario = await Scenario.StartAsync();
        await using var proxy = await RealProxy.Socks5Async();
        await using var readOnly = new SshdServer(scenario.Workspace, "read-only");
        await readOnly.StartAsync($"ForceCommand internal-sftp -R -d {readOnly.Home}");
        var otherKey = scenario.Workspace.At("other-key");
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", otherKey]);
        var wrongPassword = scenario.Workspace.At("wrong.password");
        await File.WriteAllTextAsync(wrongPassword, "wrong");
        Dictionary<string, (string Target, string[] Says)> bad = new(StringComparer.Ordinal)
        {
            ["closed"] = (Remote(LoopbackPort.Free()), ["refused the connection", "Check that it runs, and the remote's port"]),
            ["name"] = (Remote(scenario.Bank.Port, host: "nowhere.invalid"), ["'nowhere.invalid' could not be found", "Check the remote's host"]),
            ["proxy"] = (Remote(scenario.Bank.Port, more: $", proxy: {{ type: socks5, host: 127.0.0.1, port: {proxy.Port}, username: acme, password: {{ file: {wrongPassword} }} }}"), ["SOCKS 5 proxy", "refused the login 'acme'", "Check proxy.username and proxy.password"]),
            ["host-key"] = (Remote(scenario.Bank.Port, more: $", hostKey: \"{WrongPin}\""), ["changed: expected " + WrongPin, "accept-host-key acme/host-key"]),
            ["login"] = (Remote(scenario.Bank.Port, key: otherKey), ["refused the login", "Check the user name and the password or key"]),
            ["read-only"] = (Remote(readOnly.Port), ["Writing '", "Permission denied. Allow it there, then retry the transfer."]),
            ["long-name"] = (Remote(scenario.Bank.Port, path: new string('x', 300)), ["failed: ", "a name that the server can't hold", "named otherwise"]),
        };
        await scenario.ApplyAsync(string.Join("\n---\n", bad.Select(static each => each.Value.Target.Replace("NAME", each.Key, StringComparison.Ordinal))));
        var file = scenario.Workspace.At("a.csv");
        Content.Write(file, 100);

        await scenario.Partner.CheckedAsync($"mkdir bad\nput {file} bad/a.csv\n");

        foreach (var (name, (_, says)) in bad)
        {
            var (id, error) = await Eventually.GetAsync($"the transfer to {name} says what is wrong", async () => (await scenario.Api.TransfersAsync())
                .Where(each => each.GetProperty("flow").GetString() == $"acme/to-{name}" && each.TryGetProperty("error", out _))
                .Select(static each => Tuple.Create(each.GetProperty("id").GetString()!, each.GetProperty("error").GetString()!))
                .FirstOrDefault());
            var timeline = await scenario.Node.CommandAsync("transfers", "show", id);
            foreach (var part in says)
            {
                error.ShouldContain(part, Case.Sensitive, name);
                timeline.Output.ShouldContain(part, Case.Sensitive, name);
            }
        }

        var refused = await scenario.Node.CommandAsync("sftp", "upsert", "acme/read-only", file);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("Permission denied. Allow it there, then try again.");

        string Remote(int port, string host = "127.0.0.1", string? key = null, string path = "in", string more = "") => $$"""
            { kind: RemoteServer, organization: acme, name: NAME, host: {{host}}, port: {{port}}, username: {{SshdServer.UserName}}, auth: { privateKey: { file: {{key ?? scenario.Workspace.KeyFile}} } }{{more}} }
            ---
            { kind: Endpoint, organization: acme, name: NAME, type: ExternalSftp, remote: NAME }
            ---
            { kind: Flow, organization: acme, name: to-NAME, source: { endpoint: inbox, path: /bad }, targets: [{ endpoint: NAME, path: {{path}} }], retry: { attempts: 2, initialDelay: 200ms, maxDelay: 200ms } }
            """;
    }
}
