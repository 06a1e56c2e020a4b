using System.Text.Json;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Remotes;

/// <summary>A remote's choice of algorithms against a real <c>sshd</c>, which logs what was agreed on.</summary>
public sealed class RemoteAlgorithmsTests : BankTests
{
    [Fact]
    public async Task Chosen_algorithms_are_agreed_on_and_the_pinned_key_is_asked_for_first_among_them()
    {
        var (host, pinned) = RsaKey("host");
        var (user, _) = RsaKey("user");
        await Sshd.StartAsync("LogLevel DEBUG2", $"HostKey {host}", $"AuthorizedKeysFile {user}.pub");
        await DeclareAsync("", user);
        var usual = (await TestAsync()).GetProperty("algorithms").GetString()!;
        usual.ShouldEndWith("ssh-ed25519, aes128-gcm@openssh.com");

        const string Choice = """{"keyExchanges":"ecdh-sha2-nistp521","hostKeys":"rsa-sha2-256","ciphers":"aes256-ctr,aes128-ctr","macs":"-*-etm@*,hmac-sha2-256","userKeys":"rsa-sha2-256"}""";
        await DeclareAsync($", \"algorithms\": {Choice}", user);
        (await Node.GetAsync(Remote)).Body.GetProperty("algorithms").ToString().ShouldBe(Choice);
        await ShouldFailAsync("hostKey", $"seen {pinned}. Only keys that algorithms.hostKeys allows were asked for");
        (await Node.SendAsync(HttpMethod.Post, Remote + "/accept-host-key")).Status.ShouldBe(200);
        var before = Sshd.Log.Length;
        (await TestAsync()).GetProperty("algorithms").GetString().ShouldBe("ecdh-sha2-nistp521, rsa-sha2-256, aes256-ctr, hmac-sha2-512");
        foreach (var seen in new[] { "kex: algorithm: ecdh-sha2-nistp521", "kex: host key algorithm: rsa-sha2-256", "kex: client->server cipher: aes256-ctr MAC: hmac-sha2-512", "kex: server->client cipher: aes256-ctr MAC: hmac-sha2-512", "attempting public key rsa-sha2-256" })
        {
            await ShouldLogAsync(before, seen);
        }

        await DeclareAsync(""", "algorithms": { "hostKeys": "-ecdsa-*" }""", user);
        before = Sshd.Log.Length;
        (await TestAsync()).GetProperty("hostKey").GetString().ShouldBe(pinned);
        await ShouldLogAsync(before, "kex: host key algorithm: rsa-sha2-512");
        Sshd.Log[before..].ShouldNotContain("kex: host key algorithm: ssh-ed25519");
    }

    [Fact]
    public async Task Server_that_has_none_of_them_is_told_with_both_lists_and_what_to_change()
    {
        await Sshd.StartAsync("LogLevel DEBUG1", "Ciphers aes192-ctr,3des-cbc");
        await DeclareAsync(""", "hostKeyPolicy": "acceptAny", "algorithms": { "ciphers": "-aes*-ctr,chacha*" }""");
        await ShouldFailAsync(
            "keyExchange",
            "No common cipher: this side offers [aes128-gcm@openssh.com, aes256-gcm@openssh.com], the peer [aes192-ctr, 3des-cbc].",
            "or the remote's algorithms one of the server's; old ones count only with legacyAlgorithms: true.");

        await DeclareAsync(""", "hostKeyPolicy": "acceptAny", "algorithms": { "ciphers": "aes192-ctr" }""");
        (await TestAsync()).GetProperty("algorithms").GetString()!.ShouldContain("aes192-ctr");
        await DeclareAsync(""", "hostKeyPolicy": "acceptAny", "legacyAlgorithms": true, "algorithms": { "ciphers": "3des-cbc,aes192-ctr" }""");
        (await TestAsync()).GetProperty("algorithms").GetString()!.ShouldContain("3des-cbc");
    }

    [Theory]
    [InlineData("\"ciphers\": \"aes128-ctr,rot13\"", "algorithms.ciphers", "'rot13' is none of them")]
    [InlineData("\"ciphers\": \"aes128-cbc\"", "algorithms.ciphers", "'aes128-cbc' counts only with legacyAlgorithms: true")]
    [InlineData("\"keyExchanges\": \"-*\"", "algorithms.keyExchanges", "at least one that this machine has: ")]
    [InlineData("\"hostKeys\": \"\"", "algorithms.hostKeys", "at least one that this machine has: ssh-ed25519")]
    [InlineData("\"macs\": \"-sha9*\"", "algorithms.macs", "hmac-sha2-512, with commas between them, or a - and patterns of those to leave out ('sha9*' fits none of them)")]
    [InlineData("\"userKeys\": \"sk-ssh-ed25519@openssh.com\"", "algorithms.userKeys", "is none of them")]
    [InlineData("\"userKeys\": \"rsa-sha2-512\"", "algorithms.userKeys", "at least one that the key in auth signs with: ssh-ed25519")]
    [InlineData("\"compression\": \"none\"", "algorithms.compression", "keyExchanges, hostKeys, ciphers, macs, userKeys")]
    public async Task Choice_that_cannot_be_is_refused_by_its_field(string algorithms, string path, string said)
    {
        var (status, body) = await PutAsync($", \"algorithms\": {{ {algorithms} }}");

        status.ShouldBe(422, body.ToString());
        var problem = body.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
        problem.GetProperty("path").GetString().ShouldBe(path);
        problem.GetProperty("allowed").GetString()!.ShouldContain(said);
    }

    private (string File, string Fingerprint) RsaKey(string name)
    {
        var file = Workspace.At("rsa_" + name);
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", file]);
        return (file, ProcessRun.Checked("ssh-keygen", ["-lf", file]).Output.Split(' ')[1]);
    }

    private async Task DeclareAsync(string more, string? keyFile = null)
    {
        var (status, body) = await PutAsync(more, keyFile);
        status.ShouldBe(200, body.ToString());
    }

    private async Task<JsonElement> TestAsync()
    {
        var result = await TestResultAsync();
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        return result;
    }

    private async Task ShouldFailAsync(string step, params string[] says)
    {
        var result = await TestResultAsync();
        result.GetProperty("failedStep").GetString().ShouldBe(step, result.ToString());
        says.ShouldAllBe(part => result.GetProperty("message").GetString()!.Contains(part), result.ToString());
    }

    private Task ShouldLogAsync(int from, string line) =>
        Eventually.TrueAsync($"sshd logs '{line}'", () => Sshd.Log[from..].Contains(line, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
}
