using System.Net.Http.Headers;
using System.Text.Json;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Remotes;

/// <summary>Each step of a remote's test fails once, with a real counterpart, and is named with the remedy.</summary>
public sealed class RemoteTestStepsTests : BankTests
{
    [Fact]
    public async Task Test_that_goes_well_names_every_step_with_its_time_and_what_it_found()
    {
        await Sshd.StartAsync();
        await DeclareAsync();

        var result = await TestResultAsync();

        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        result.TryGetProperty("failedStep", out _).ShouldBeFalse();
        result.GetProperty("directory").GetString().ShouldBe(Sshd.Home);
        result.GetProperty("server").GetString()!.ShouldContain("OpenSSH");
        StepsOf(result).ShouldBe(["slot", "settings", "nameLookup", "tcp", "keyExchange", "hostKey", "authentication", "subsystem", "directory"]);
        var steps = result.GetProperty("steps").EnumerateArray().ToList();
        steps.ShouldAllBe(step => step.GetProperty("ok").GetBoolean() && step.GetProperty("milliseconds").GetDouble() >= 0);
        steps[2].GetProperty("seen").GetString().ShouldBe("127.0.0.1");
        steps[5].GetProperty("seen").GetString()!.ShouldContain(result.GetProperty("hostKey").GetString()!);
    }

    [Fact]
    public async Task Steps_come_as_lines_when_that_is_asked_for_and_the_result_is_the_last()
    {
        await Sshd.StartAsync();
        await DeclareAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Remote + "/test");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));

        using var response = await Node.Http.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines[..^1].Select(line => line.GetProperty("step").GetString()!).ShouldBe(StepsOf(lines[^1]));
        lines[^1].GetProperty("ok").GetBoolean().ShouldBeTrue(lines[^1].ToString());
    }

    [Fact]
    public async Task Settings_name_address_and_proxy_that_are_wrong_are_each_named()
    {
        await Sshd.StartAsync();
        var free = LoopbackPort.Free();
        await DeclareAsync(more: """, "enabled": false""");
        await ShouldFailAsync("settings", "is disabled", "Enable it");
        await DeclareAsync(host: "no-such-host.invalid");
        await ShouldFailAsync("nameLookup", "no-such-host.invalid", "Check the remote's host");
        await DeclareAsync(port: free);
        await ShouldFailAsync("tcp", $"127.0.0.1:{free} refused the connection", "Check that it runs");
        await DeclareAsync(more: """, "bindAddress": "192.0.2.77" """);
        await ShouldFailAsync("tcp", "bindAddress 192.0.2.77", "doesn't have that address");
        await DeclareAsync(more: $$""", "proxy": { "type": "socks5", "host": "127.0.0.1", "port": {{Sshd.Port}} }""");
        await ShouldFailAsync("proxy", "doesn't speak SOCKS 5", "proxy.type");
    }

    [Fact]
    public async Task Server_that_is_no_sftp_server_for_us_is_told_by_the_step_it_fails_at()
    {
        await DeclareAsync(more: """, "hostKeyPolicy": "acceptAny" """);
        await Sshd.StartAsync("Ciphers 3des-cbc");
        await ShouldFailAsync("keyExchange", "no algorithm in common", "legacyAlgorithms");
        await RestartAsync("ForceCommand /bin/false");
        await ShouldFailAsync("subsystem", "is SFTP allowed for this user?", "Ask the partner");
        await RestartAsync("ForceCommand /bin/echo this is no SFTP");
        await ShouldFailAsync("subsystem", "SFTP", "Ask the partner");
        await RestartAsync("ForceCommand internal-sftp -P realpath");
        await ShouldFailAsync("directory", "the login's directory can't be opened", "permissions");
        await RestartAsync();
        await ShouldFailAsync("directory", "?directory=nowhere", $"'{Sshd.Home}/nowhere'", "Check its name");
        await File.WriteAllTextAsync(Path.Combine(Sshd.Home, "file"), "x");
        await ShouldFailAsync("directory", "?directory=file", "it is not a directory");
        Directory.CreateDirectory(Path.Combine(Sshd.Home, "inbound"));
        var fine = await TestResultAsync("?directory=inbound");
        fine.GetProperty("ok").GetBoolean().ShouldBeTrue();
        fine.GetProperty("message").GetString()!.ShouldContain("WARNING: the host key was not compared");
    }

    [Fact]
    public async Task Login_that_is_refused_and_host_key_that_changed_are_named()
    {
        await Sshd.StartAsync();
        await DeclareAsync();
        (await TestResultAsync()).GetProperty("ok").GetBoolean().ShouldBeTrue();
        await RestartAsync($"AuthorizedKeysFile {Workspace.At("none")}");
        await ShouldFailAsync("authentication", "refused the login", "apply the remote again");
        Sshd.NewHostKey();
        await RestartAsync();
        await ShouldFailAsync("hostKey", "changed: expected SHA256:", "actormft remote accept-host-key acme/bank");
        await ShouldFailAsync("hostKey", "changed: expected SHA256:", "actormft remote accept-host-key acme/bank");

        var (_, shown) = await Node.GetAsync(Remote);
        var offered = shown.GetProperty("status").GetProperty("offeredHostKey").GetString();
        var old = shown.GetProperty("status").GetProperty("hostKey").GetString();
        (await AcceptAsync("SHA256:" + new string('A', 43))).Status.ShouldBe(409);
        var (status, accepted) = await AcceptAsync(offered!);
        status.ShouldBe(200);
        accepted.GetProperty("oldHostKey").GetString().ShouldBe(old);
        (await TestResultAsync()).GetProperty("ok").GetBoolean().ShouldBeTrue();
        var (_, audit) = await Node.GetAsync("/api/v1/audit");
        audit.GetProperty("items").EnumerateArray().Select(row => row.TryGetProperty("detail", out var detail) ? detail.GetString() : null)
            .ShouldContain($"old {old}, new {offered}");
    }

    [Fact]
    public async Task Pinned_key_of_any_type_is_found_among_several_and_only_then_is_a_key_changed()
    {
        var rsa = Workspace.At("rsa_host_key");
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", rsa]);
        var pinned = ProcessRun.Checked("ssh-keygen", ["-lf", rsa]).Output.Split(' ')[1];
        await Sshd.StartAsync($"HostKey {rsa}");
        await DeclareAsync(more: $$""", "hostKey": "{{pinned}}" """);

        var result = await TestResultAsync();
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        result.GetProperty("hostKey").GetString().ShouldBe(pinned);
        StepsOf(result).Count(step => step == "hostKey").ShouldBe(1);

        await RestartAsync();
        await ShouldFailAsync("hostKey", $"expected {pinned}, seen SHA256:");
    }

    private static List<string> StepsOf(JsonElement result) => [.. result.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()!)];

    private async Task RestartAsync(params string[] settings)
    {
        await Sshd.StopAsync();
        await Sshd.StartAsync(settings);
    }

    private async Task DeclareAsync(string more = "", string host = "127.0.0.1", int? port = null)
    {
        var (status, body) = await PutAsync(more, host: host, port: port);
        status.ShouldBe(200, body.ToString());
    }

    private Task<(int Status, JsonElement Body)> AcceptAsync(string fingerprint) =>
        Node.SendAsync(HttpMethod.Post, Remote + "/accept-host-key", $$"""{ "fingerprint": "{{fingerprint}}" }""");

    private async Task ShouldFailAsync(string step, params string[] says)
    {
        var query = says[0].StartsWith('?') ? says[0] : "";
        var result = await TestResultAsync(query);
        result.GetProperty("ok").GetBoolean().ShouldBeFalse();
        result.GetProperty("failedStep").GetString().ShouldBe(step, result.ToString());
        var last = result.GetProperty("steps").EnumerateArray().Last();
        (last.GetProperty("step").GetString(), last.GetProperty("ok").GetBoolean()).ShouldBe((step, false));
        says.Where(part => !part.StartsWith('?')).ShouldAllBe(part => result.GetProperty("message").GetString()!.Contains(part, StringComparison.Ordinal), result.ToString());
    }
}
