using System.Text.Json.Nodes;
using ActorMft.Node.Tests.Hosting;
using ActorMft.Ssh.Keys;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Management;

/// <summary>Keys, generated pairs and proxies of remote servers, through the API.</summary>
public sealed class RemoteSecretsTests : IAsyncLifetime
{
    private const string Remote = "/api/v1/organizations/acme/remotes/bank";

    private readonly TemporaryDirectory _directory = new();
    private RunningNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync(_directory);
        await _node.ApplyAsync("""[{ "kind": "Organization", "name": "acme" }]""");
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("ed25519", "ssh-ed25519")]
    [InlineData("rsa-4096", "ssh-rsa")]
    public async Task Generated_pair_stays_and_shows_its_public_half_only(string wanted, string keyType)
    {
        var resource = $$"""{ "host": "h", "username": "u", "auth": { "generate": "{{wanted}}", "password": { "value": "as-well-4711" } } }""";
        (await _node.SendAsync(HttpMethod.Put, Remote, resource)).Status.ShouldBe(200);
        var (_, shown) = await _node.GetAsync(Remote + "/public-key");
        (await _node.SendAsync(HttpMethod.Put, Remote, resource)).Status.ShouldBe(200);
        var (_, again) = await _node.GetAsync(Remote);

        shown.GetProperty("keyType").GetString().ShouldBe(keyType);
        var line = shown.GetProperty("openSsh").GetString()!;
        var key = SshPublicKey.ParseOpenSsh(line);
        shown.GetProperty("fingerprint").GetString().ShouldBe(key.Fingerprint);
        shown.GetProperty("rfc4716").GetString().ShouldBe(key.ToRfc4716("actormft"));
        again.GetProperty("auth").GetProperty("publicKey").GetString().ShouldBe(line, "declaring again makes no new pair");
        again.GetProperty("auth").GetProperty("privateKey").ToString().ShouldBe("{\"set\":true}");
        again.GetProperty("auth").GetProperty("password").ToString().ShouldBe("{\"set\":true}");
        again.ToString().ShouldNotContain("PRIVATE KEY");
        File.WriteAllText(_directory["key.pub"], await DownloadAsync("openssh"));
        File.WriteAllText(_directory["key.rfc4716"], await DownloadAsync("rfc4716"));
        ProcessRun.Checked("ssh-keygen", ["-lf", _directory["key.pub"]]).Output.ShouldContain(key.Fingerprint);
        ProcessRun.Checked("ssh-keygen", ["-i", "-f", _directory["key.rfc4716"]]).Output.Trim().ShouldBe(key.ToOpenSsh());
        (await _node.GetAsync(Remote + "/public-key?format=pkcs12")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Another_type_makes_another_pair_and_a_remote_without_a_key_has_nothing_to_show()
    {
        await PutAsync("""{ "generate": "ed25519" }""");
        var first = await PublicKeyAsync();
        await PutAsync("""{ "password": { "value": "x" } }""");
        (await _node.GetAsync(Remote + "/public-key")).Status.ShouldBe(404);
        await PutAsync("""{ "generate": "ed25519" }""");

        (await PublicKeyAsync()).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("private", "PuTTY's form (.ppk, version 3)")]
    [InlineData("private-openssh", "PEM form (SEC 1)")]
    public async Task Encrypted_key_is_taken_with_its_passphrase_and_refused_in_words_without(string form, string says)
    {
        var (text, publicLine) = MakeKey(form);
        var key = JsonValue.Create(text).ToJsonString();
        await RefusedAsync($$"""{ "privateKey": { "value": {{key}} } }""", says, "needs its passphrase");
        await RefusedAsync($$"""{ "privateKey": { "value": {{key}} }, "passphrase": { "value": "wrong" } }""", says, "passphrase is wrong");
        await RefusedAsync("""{ "privateKey": { "value": "ssh-ed25519 AAAA" } }""", "public key in OpenSSH's form", "private half");

        await PutAsync($$"""{ "privateKey": { "value": {{key}} }, "passphrase": { "value": "open sesame" } }""");
        (await PublicKeyAsync()).ShouldBe(publicLine);

        // The key stays; a new passphrase must fit it all the same.
        await RefusedAsync("""{ "privateKey": { "set": true }, "passphrase": { "value": "wrong" } }""", says, "passphrase is wrong");
        await PutAsync("""{ "privateKey": { "set": true }, "passphrase": { "set": true } }""");
        (await PublicKeyAsync()).ShouldBe(publicLine);
    }

    [Fact]
    public async Task Proxy_keeps_its_password_to_itself()
    {
        const string Password = "proxy-secret-4711";
        await PutAsync("""{ "password": { "value": "x" } }""", $$"""{ "type": "socks5", "host": "10.0.0.9", "port": 1080, "username": "u", "password": { "value": "{{Password}}" } }""");

        var (_, shown) = await _node.GetAsync(Remote);

        shown.GetProperty("proxy").ToString().ShouldBe("""{"type":"socks5","host":"10.0.0.9","port":1080,"username":"u","password":{"set":true}}""");
        (await _node.SendAsync(HttpMethod.Put, Remote, shown.ToString())).Status.ShouldBe(200);
        await _node.DisposeAsync();
        foreach (var file in Directory.GetFiles(_directory["node"], "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1)).ShouldNotContain(Password, Case.Sensitive, file);
        }
    }

    [Theory]
    [InlineData("""{ "type": "socks9", "host": "h", "port": 1 }""", "proxy.type")]
    [InlineData("""{ "type": "http", "host": "h" }""", "proxy.port")]
    [InlineData("""{ "type": "http", "host": "a b", "port": 1 }""", "proxy.host")]
    [InlineData("""{ "type": "http", "host": "h", "port": 1, "username": "a:b" }""", "proxy.username")]
    [InlineData("""{ "type": "socks5", "host": "h", "port": 1, "username": "a\nb" }""", "proxy.username")]
    [InlineData("""{ "type": "socks5", "host": "h", "port": 1, "password": { "value": "x" } }""", "proxy.password")]
    [InlineData("""{ "type": "socks4", "host": "h", "port": 1, "username": "u", "password": { "value": "x" } }""", "proxy.password")]
    public async Task Proxy_that_cannot_be_is_refused(string proxy, string path)
    {
        var (status, body) = await _node.SendAsync(
            HttpMethod.Put, Remote, $$"""{ "host": "h", "username": "u", "auth": { "password": { "value": "x" } }, "proxy": {{proxy}} }""");

        status.ShouldBe(422);
        body.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("path").GetString()).ShouldBe([path]);
    }

    private static string Resource(string auth, string? proxy) =>
        $$"""{ "host": "h", "username": "u", "auth": {{auth}}{{(proxy is null ? "" : $", \"proxy\": {proxy}")}} }""";

    private async Task PutAsync(string auth, string? proxy = null)
    {
        var (status, body) = await _node.SendAsync(HttpMethod.Put, Remote, Resource(auth, proxy));
        status.ShouldBe(200, body.ToString());
    }

    private async Task RefusedAsync(string auth, params string[] says)
    {
        var (status, body) = await _node.SendAsync(HttpMethod.Put, Remote, Resource(auth, proxy: null));
        status.ShouldBe(422);
        var problem = body.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
        problem.GetProperty("path").GetString().ShouldBe("auth.privateKey");
        says.ShouldAllBe(part => problem.GetProperty("allowed").GetString()!.Contains(part), problem.ToString());
    }

    private async Task<string?> PublicKeyAsync() => (await _node.GetAsync(Remote + "/public-key")).Body.GetProperty("openSsh").GetString();

    private async Task<string> DownloadAsync(string format)
    {
        using var response = await _node.Http.GetAsync($"{Remote}/public-key?format={format}");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        return await response.Content.ReadAsStringAsync();
    }

    private (string Text, string PublicLine) MakeKey(string form)
    {
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-C", "", "-f", _directory["made"]]);
        File.WriteAllText(_directory["passphrase"], "open sesame");
        ProcessRun.Checked("puttygen", [_directory["made"], "-O", form, "-o", _directory["converted"], "--new-passphrase", _directory["passphrase"], "--ppk-param", "passes=1"]);
        return (File.ReadAllText(_directory["converted"]), File.ReadAllText(_directory["made.pub"]).Trim());
    }
}
