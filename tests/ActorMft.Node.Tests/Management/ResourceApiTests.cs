using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Node.Tests.Hosting;

namespace ActorMft.Node.Tests.Management;

public sealed class ResourceApiTests : IAsyncLifetime
{
    private const string Inbox = """
        { "kind": "Organization", "name": "acme" },
        { "kind": "Endpoint", "organization": "acme", "name": "inbox", "type": "SftpServer", "idleTimeout": "10m" }
        """;

    private readonly TemporaryDirectory _directory = new();
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync(_directory);

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Declared_resources_are_told_apart_and_shown_as_their_twins()
    {
        (await OutcomesAsync($"[{Inbox}]")).ShouldBe(["Organization acme created", "Endpoint inbox created"]);
        (await OutcomesAsync($"[{Inbox}]")).ShouldBe(["Organization acme unchanged", "Endpoint inbox unchanged"]);
        (await OutcomesAsync($"[{Inbox.Replace("10m", "20m")}]")).ShouldBe(["Organization acme unchanged", "Endpoint inbox changed"]);

        var (status, endpoint) = await _node.GetAsync("/api/v1/organizations/acme/endpoints/inbox");

        status.ShouldBe(200);
        endpoint.GetProperty("kind").GetString().ShouldBe("Endpoint");
        endpoint.GetProperty("type").GetString().ShouldBe("SftpServer");
        endpoint.GetProperty("idleTimeout").GetString().ShouldBe("20m");
        endpoint.GetProperty("status").GetProperty("publicUrl").GetString().ShouldBe("sftp://sftp.example.com");
        var (_, list) = await _node.GetAsync("/api/v1/organizations/acme/endpoints");
        list.GetProperty("items").GetArrayLength().ShouldBe(1);
        (await _node.GetAsync("/api/v1/organizations/acme/endpoints/outbox")).Status.ShouldBe(404);
        (await _node.GetAsync("/api/v1/organizations/nobody/endpoints")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task All_problems_come_at_once_with_index_and_path_and_nothing_is_changed()
    {
        var (status, body) = await _node.SendAsync(HttpMethod.Post, "/api/v1/apply", $$"""
            [{{Inbox}},
             { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "u", "publicKeys": ["ssh-ed25519 nonsense"], "colour": "blue" },
             { "kind": "RemoteServer", "organization": "acme", "name": "r", "host": "h", "port": 70000, "username": "u", "auth": { "password": { "set": true } } },
             { "kind": "Spaceship", "name": "x" },
             7]
            """);

        status.ShouldBe(422);
        var problems = body.GetProperty("problems").EnumerateArray()
            .Select(problem => $"{problem.GetProperty("index")} {problem.GetProperty("path").GetString()}").ToList();
        problems.ShouldContain("2 colour");
        problems.ShouldContain("3 port");
        problems.ShouldContain("3 auth.password");
        problems.ShouldContain("4 kind");
        problems.ShouldContain("5 ");
        (await _node.GetAsync("/api/v1/organizations")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Problems_within_and_between_resources_come_at_once()
    {
        (await ProblemsAsync("", $$"""
            {{Inbox}},
            { "kind": "Endpoint", "organization": "acme", "name": "bank-in", "type": "ExternalSftp", "remote": "bnk" },
            { "kind": "User", "organization": "acme", "endpoint": "inbx", "name": "u", "publicKeys": ["ssh-ed25519 nonsense"], "colour": "blue" },
            { "kind": "Flow", "organization": "acme", "name": "f", "source": { "endpoint": "inbox", "path": "/x" },
              "targets": [{ "endpoint": "bank-in" }, { "endpoint": "nowhere" }], "retry": { "attempts": 0 } },
            { "kind": "Flow", "organization": "acme", "name": "f", "source": { "endpoint": "inbox", "path": "/y" }, "targets": [{ "endpoint": "bank-in" }] }
            """)).ShouldBe(["2 remote", "3 colour", "3 endpoint", "3 publicKeys[0]", "4 retry.attempts", "4 targets[1].endpoint", "5 name"]);
    }

    [Fact]
    public async Task Nothing_is_said_about_references_to_what_is_itself_invalid()
    {
        (await ProblemsAsync("", """
            { "kind": "Organization", "name": "acme" },
            { "kind": "Endpoint", "organization": "acme", "name": "inbox", "type": "SftpSrver" },
            { "kind": "RemoteSrver", "organization": "acme", "name": "bank" },
            { "kind": "Endpoint", "organization": "acme", "name": "bank-in", "type": "ExternalSftp", "remote": "bank" },
            { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "u", "password": { "value": "pw" } },
            { "kind": "User", "endpoint": "inbox", "name": "v", "password": { "value": "pw" } }
            """)).ShouldBe(["1 type", "2 kind", "5 organization"]);
    }

    [Fact]
    public async Task Part_of_a_declaration_is_only_checked_and_what_is_missing_may_be_in_the_other_part()
    {
        const string Part = """
            { "kind": "Organization", "name": "acme" },
            { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "u", "password": { "value": "pw" } },
            { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "u", "password": { "value": "pw" } }
            """;
        (await ProblemsAsync("?part=true", Part)).ShouldBe(["2 name"]);
        (await ProblemsAsync("?part=true", """{ "kind": "Organization", "name": "acme" }""")).ShouldBeEmpty();
        (await _node.GetAsync("/api/v1/organizations")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_refused()
    {
        var (_, body) = await _node.SendAsync(HttpMethod.Post, "/api/v1/apply", $$"""
            [{{Inbox}},
             { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "u", "publicKeys": ["ssh-ed25519 nonsense"] },
             { "kind": "RemoteServer", "organization": "acme", "name": "r", "host": "h", "username": "u", "auth": { "privateKey": { "value": "hocus pocus" } } }]
            """);

        body.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("path").GetString())
            .ShouldBe(["publicKeys[0]", "auth.privateKey"]);
        body.ToString().ShouldNotContain("hocus pocus");
    }

    [Fact]
    public async Task Secrets_are_never_stored_in_clear_nor_shown_and_stay_when_shown_resources_are_sent_back()
    {
        const string Password = "correct-horse-battery";
        var resources = $$"""
            [{{Inbox}},
             { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "anna", "password": { "value": "{{Password}}" } },
             { "kind": "RemoteServer", "organization": "acme", "name": "bank", "host": "bank.example", "username": "u",
               "auth": { "password": { "value": "{{Password}}" } } }]
            """;
        await _node.ApplyAsync(resources);
        (await OutcomesAsync(resources)).ShouldAllBe(outcome => outcome.EndsWith("unchanged"));

        foreach (var path in new[] { "/api/v1/organizations/acme/users/anna", "/api/v1/organizations/acme/remotes/bank" })
        {
            var (_, shown) = await _node.GetAsync(path);
            shown.ToString().ShouldContain("\"set\":true");
            shown.ToString().ShouldNotContain("pbkdf2");
            shown.ToString().ShouldNotContain("enc:v1");
            var changed = JsonNode.Parse(shown.ToString())!.AsObject();
            changed["description"] = "sent back";
            var (status, answer) = await _node.SendAsync(HttpMethod.Put, path, changed.ToJsonString());
            status.ShouldBe(200, answer.ToString());
            answer.GetProperty("description").GetString().ShouldBe("sent back");
        }

        (await OutcomesAsync(resources)).Where(outcome => outcome.EndsWith(" changed", StringComparison.Ordinal)).Count().ShouldBe(2, "only the descriptions");
        await _node.DisposeAsync();
        foreach (var file in Directory.GetFiles(_directory["node"], "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1)).ShouldNotContain(Password, Case.Sensitive, file);
        }
    }

    [Fact]
    public async Task User_logs_in_with_the_declared_password_only()
    {
        await _node.ApplyAsync($$"""
            [{{Inbox}}, { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "anna", "password": { "value": "s3cret" } }]
            """);

        (await PasswordClient.RunAsync(_directory, _node.Node.SftpEndPoint.Port, "anna", "s3cret", "pwd\n")).ShouldBe(0);
        (await PasswordClient.RunAsync(_directory, _node.Node.SftpEndPoint.Port, "anna", "secret", "pwd\n")).ShouldNotBe(0);
        (await PasswordClient.RunAsync(_directory, _node.Node.SftpEndPoint.Port, "bert", "s3cret", "pwd\n")).ShouldNotBe(0);
    }

    [Fact]
    public async Task Generated_key_pair_stays_and_shows_its_public_half()
    {
        var resources = """
            [{ "kind": "Organization", "name": "acme" },
             { "kind": "RemoteServer", "organization": "acme", "name": "bank", "host": "bank.example", "username": "u", "auth": { "generate": "ed25519" } }]
            """;
        await _node.ApplyAsync(resources);
        var first = await PublicKeyAsync();
        await _node.ApplyAsync(resources);

        first.ShouldStartWith("ssh-ed25519 ");
        (await PublicKeyAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task Dry_run_changes_nothing_and_prune_deletes_what_is_missing()
    {
        var (_, dry) = await _node.SendAsync(HttpMethod.Post, "/api/v1/apply?dryRun=true", $"[{Inbox}]");
        dry.GetProperty("dryRun").GetBoolean().ShouldBeTrue();
        dry.GetProperty("resources").GetArrayLength().ShouldBe(2);
        (await _node.GetAsync("/api/v1/organizations/acme")).Status.ShouldBe(404);

        await _node.ApplyAsync($"[{Inbox}]");
        var (_, pruned) = await _node.SendAsync(HttpMethod.Post, "/api/v1/apply?prune=true", """[{ "kind": "Organization", "name": "acme" }]""");

        Texts(pruned).ShouldBe(["Organization acme unchanged", "Endpoint inbox deleted"]);
        (await _node.GetAsync("/api/v1/organizations/acme/endpoints/inbox")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Resource_that_others_refer_to_is_not_deleted()
    {
        await _node.ApplyAsync($$"""
            [{{Inbox}}, { "kind": "User", "organization": "acme", "endpoint": "inbox", "name": "anna", "password": { "value": "s3cret" } }]
            """);

        var (status, body) = await _node.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/endpoints/inbox");
        status.ShouldBe(409);
        body.GetProperty("detail").GetString()!.ShouldContain("anna");

        (await _node.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/users/anna")).Status.ShouldBe(204);
        (await _node.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/endpoints/inbox")).Status.ShouldBe(204);
        (await _node.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/endpoints/inbox")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Put_makes_a_resource_and_refuses_a_body_that_names_another()
    {
        (await _node.SendAsync(HttpMethod.Put, "/api/v1/organizations/acme", "{}")).Status.ShouldBe(200);
        (await _node.SendAsync(HttpMethod.Put, "/api/v1/organizations/acme/endpoints/inbox", """{ "type": "SftpServer" }""")).Status.ShouldBe(200);
        (await _node.SendAsync(HttpMethod.Put, "/api/v1/organizations/acme/endpoints/inbox", """{ "name": "other", "type": "SftpServer" }""")).Status.ShouldBe(400);
        (await _node.SendAsync(HttpMethod.Put, "/api/v1/organizations/acme/endpoints/inbox", "[]")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Changes_are_in_the_audit_list_with_who_and_from_where()
    {
        await _node.ApplyAsync($"[{Inbox}]");
        var (_, newest) = await _node.GetAsync("/api/v1/audit");
        newest.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("resource").GetString())
            .ShouldBe(["Endpoint/acme/inbox", "Organization/acme"], ignoreOrder: true);
        var row = newest.GetProperty("items")[0];
        (row.GetProperty("actor").GetString(), row.GetProperty("action").GetString()).ShouldBe(("admin", "created"));
        row.GetProperty("from").GetString()!.ShouldContain("127.0.0.1");

        var since = Uri.EscapeDataString(DateTimeOffset.Parse(row.GetProperty("at").GetString()!, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(1).ToString("O"));
        (await _node.GetAsync("/api/v1/audit?since=" + since)).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await _node.GetAsync("/api/v1/audit?since=2020-01-01")).Body.GetProperty("items").GetArrayLength().ShouldBe(2);
        (await _node.GetAsync("/api/v1/audit?since=yesterday")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Metrics_and_description_are_there()
    {
        var metrics = await _node.Http.GetStringAsync("/metrics");
        metrics.ShouldContain("actormft_ready 1\n");
        metrics.ShouldContain("actormft_transfers_open{state=\"running\"} 0\n");

        var paths = (await _node.GetAsync("/openapi/v1.json")).Body.GetProperty("paths");
        foreach (var path in new[] { "/api/v1/apply", "/api/v1/organizations/{org}/flows/{name}", "/api/v1/transfers/{id}/retry", "/api/v1/sessions/{id}" })
        {
            paths.TryGetProperty(path, out _).ShouldBeTrue(path);
        }
    }

    private async Task<IReadOnlyList<string>> ProblemsAsync(string query, string resources)
    {
        var (_, body) = await _node.SendAsync(HttpMethod.Post, "/api/v1/apply" + query, $"[{resources}]");
        return body.TryGetProperty("problems", out var problems)
            ? [.. problems.EnumerateArray().Select(problem => $"{problem.GetProperty("index")} {problem.GetProperty("path").GetString()}").Order(StringComparer.Ordinal)]
            : [];
    }

    private async Task<string> PublicKeyAsync() =>
        (await _node.GetAsync("/api/v1/organizations/acme/remotes/bank")).Body.GetProperty("auth").GetProperty("publicKey").GetString()!;

    private async Task<List<string>> OutcomesAsync(string resources)
    {
        var (status, body) = await _node.SendAsync(HttpMethod.Post, "/api/v1/apply", resources);
        status.ShouldBe(200, body.ToString());
        return Texts(body);
    }

    private static List<string> Texts(JsonElement applied) =>
    [
        .. applied.GetProperty("resources").EnumerateArray()
            .Select(outcome => $"{outcome.GetProperty("kind").GetString()} {outcome.GetProperty("name").GetString()} {outcome.GetProperty("outcome").GetString()}"),
    ];
}
