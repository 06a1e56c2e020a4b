using System.Text.Json;
using ActorMft.Node.Hosting;
using ActorMft.Node.Tests.Sessions;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Hosting;

/// <summary>The whole way: the stock client uploads, a flow picks up, and the file arrives at our own server and at a real sshd.</summary>
public sealed class MainJobTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private StockClient _partner = null!;
    private readonly Workspace _workspace = new();
    private SshdServer _bank = null!;
    private RunningNode _node = null!;

    public async Task InitializeAsync()
    {
        _partner = new StockClient(_directory, "partner");
        _bank = new SshdServer(_workspace);
        await _bank.StartAsync();
        Directory.CreateDirectory(Path.Combine(_bank.Home, "inbound"));
        _node = await RunningNode.StartAsync(_directory);
        await _node.ApplyAsync(Resources());
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _bank.DisposeAsync();
        _workspace.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Uploaded_file_arrives_at_both_targets_and_its_source_is_removed()
    {
        await UploadAsync("hello");

        var transfers = await DeliveredAsync(2);

        File.ReadAllText(Path.Combine(_bank.Home, "inbound/a.csv")).ShouldBe("hello");
        File.ReadAllText(_node.Stored("acme/archive/in/a.csv")).ShouldBe("hello");
        foreach (var transfer in transfers)
        {
            transfer.GetProperty("flow").GetString().ShouldBe("acme/invoices");
            transfer.GetProperty("file").GetString().ShouldBe("/invoices/a.csv");
            transfer.GetProperty("size").GetInt64().ShouldBe(5);
            transfer.GetProperty("attempts").GetInt32().ShouldBe(1);
            transfer.GetProperty("node").GetString().ShouldBe("node-1");
            var shown = await _node.WaitForAsync(
                "/api/v1/transfers/" + transfer.GetProperty("id").GetString(),
                shown => TypesOf(shown).Contains("sourceWasSettled"));
            TypesOf(shown).ShouldBe(["created", "attemptQueued", "attemptBegan", "renameAllowed", "delivered", "sourceWasSettled"]);
        }

        File.Exists(_node.Stored("acme/inbox/invoices/a.csv")).ShouldBeFalse();
        Directory.GetFiles(_node.Stored(".actormft/pins")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Node_that_is_started_again_knows_its_transfers_and_shows_the_same_host_keys()
    {
        await UploadAsync("hello");
        await DeliveredAsync(2);
        var before = HostKeys();
        await _node.Node.DrainAsync(TimeSpan.FromSeconds(20));
        _node.Node.Completion.IsCompletedSuccessfully.ShouldBeTrue();
        await _node.DisposeAsync();

        _node = await RunningNode.StartAsync(_directory);

        HostKeys().ShouldBe(before);
        before.Count.ShouldBe(3);
        await DeliveredAsync(2);
        await UploadAsync("again");
        await DeliveredAsync(4);
    }

    [Fact]
    public async Task Remote_server_is_tested_in_words_and_its_pool_is_shown()
    {
        var (_, fine) = await _node.SendAsync(HttpMethod.Post, "/api/v1/organizations/acme/remotes/bank/test");
        fine.GetProperty("ok").GetBoolean().ShouldBeTrue(fine.ToString());
        fine.GetProperty("hostKey").GetString().ShouldBe(_bank.HostKeyFingerprint());

        var (_, pool) = await _node.GetAsync("/api/v1/organizations/acme/remotes/bank/pool");
        pool.GetProperty("cap").GetInt32().ShouldBe(25);

        await _bank.StopAsync();
        _bank.NewHostKey();
        await _bank.StartAsync();
        var (_, changed) = await _node.SendAsync(HttpMethod.Post, "/api/v1/organizations/acme/remotes/bank/test");
        changed.GetProperty("ok").GetBoolean().ShouldBeFalse();

        var (accepted, _) = await _node.SendAsync(HttpMethod.Post, "/api/v1/organizations/acme/remotes/bank/accept-host-key");
        accepted.ShouldBe(200);
        var (_, again) = await _node.SendAsync(HttpMethod.Post, "/api/v1/organizations/acme/remotes/bank/test");
        again.GetProperty("ok").GetBoolean().ShouldBeTrue(again.ToString());
    }

    [Fact]
    public async Task Open_session_is_listed_and_closed_from_outside()
    {
        using var session = _partner.Start(_node.Node.SftpEndPoint.Port, "acme-upload");
        await session.StandardInput.WriteLineAsync("mkdir here");
        await session.StandardInput.FlushAsync();
        await Eventually.TrueAsync("the session is at work", () => Directory.Exists(_node.Stored("acme/inbox/here")));
        var listed = (await _node.WaitForAsync("/api/v1/sessions", body => body.GetProperty("items").GetArrayLength() == 1)).GetProperty("items")[0];
        listed.GetProperty("user").GetString().ShouldBe("acme-upload");
        listed.GetProperty("node").GetString().ShouldBe("node-1");
        listed.TryGetProperty("bytesReceived", out _).ShouldBeTrue();

        var path = "/api/v1/sessions/" + Uri.EscapeDataString(listed.GetProperty("id").GetString()!);
        (await _node.SendAsync(HttpMethod.Delete, path + "?reason=" + new string('x', 201))).Status.ShouldBe(400);
        (await _node.SendAsync(HttpMethod.Delete, path + "?reason=two%0Alines")).Status.ShouldBe(400);
        (await _node.SendAsync(HttpMethod.Delete, path + "?reason=maintenance%20until%2014:00")).Status.ShouldBe(204);

        await _node.WaitForAsync("/api/v1/sessions", body => body.GetProperty("items").GetArrayLength() == 0);
        (await StockClient.EndAsync(session)).Said.ShouldContain("closed by an administrator: maintenance until 14:00");
        (await _node.SendAsync(HttpMethod.Delete, "/api/v1/sessions/nobody")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Drain_tells_open_sessions_and_ends_soon()
    {
        using var session = _partner.Start(_node.Node.SftpEndPoint.Port, "acme-upload");
        await session.StandardInput.WriteLineAsync("pwd");
        await session.StandardInput.FlushAsync();
        await _node.WaitForAsync("/api/v1/sessions", body => body.GetProperty("items").GetArrayLength() == 1);

        await _node.Node.DrainAsync(TimeSpan.FromHours(1)).WaitAsync(TimeSpan.FromSeconds(60));

        _node.Node.Phase.ShouldBe(NodePhase.Stopped);
        session.StandardInput.Close();
        (await StockClient.EndAsync(session)).Said.ShouldContain("stopping");
    }

    [Fact]
    public async Task Transfer_that_waits_says_why_and_can_be_cancelled()
    {
        await _bank.StopAsync();
        await UploadAsync("hello");
        var page = await _node.WaitForAsync("/api/v1/transfers?state=waiting", body => body.GetProperty("items").GetArrayLength() == 1);
        var waiting = page.GetProperty("items")[0];
        waiting.GetProperty("error").GetString()!.ShouldContain("127.0.0.1");
        waiting.TryGetProperty("nextAttempt", out _).ShouldBeTrue();
        var path = "/api/v1/transfers/" + waiting.GetProperty("id").GetString();

        (await _node.SendAsync(HttpMethod.Post, path + "/retry")).Status.ShouldBe(200);
        (await _node.SendAsync(HttpMethod.Post, path + "/cancel")).Status.ShouldBe(200);

        await _node.WaitForAsync(path, body => body.GetProperty("state").GetString() == "cancelled");
        (await _node.SendAsync(HttpMethod.Post, "/api/v1/transfers/nothing/retry")).Status.ShouldBe(404);
        (await _node.GetAsync("/api/v1/transfers?state=sleeping")).Status.ShouldBe(400);
    }

    private static List<string> TypesOf(JsonElement transfer) =>
        [.. transfer.GetProperty("events").EnumerateArray().Select(shown => shown.GetProperty("type").GetString()!)];

    private async Task UploadAsync(string content)
    {
        await File.WriteAllTextAsync(_directory["a.csv"], content);
        var (exit, said) = await _partner.RunAsync(
            _node.Node.SftpEndPoint.Port, "acme-upload", $"-mkdir invoices\nput {_directory["a.csv"]} invoices/a.csv\n");
        exit.ShouldBe(0, said);
    }

    private async Task<IReadOnlyList<JsonElement>> DeliveredAsync(int count)
    {
        var page = await _node.WaitForAsync(
            "/api/v1/transfers?flow=acme/invoices&state=delivered", body => body.GetProperty("items").GetArrayLength() == count);
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    private List<string> HostKeys()
    {
        using var scan = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("ssh-keyscan", ["-p", $"{_node.Node.SftpEndPoint.Port}", "127.0.0.1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var lines = scan.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        scan.WaitForExit();
        return [.. lines.Where(static line => !line.StartsWith('#')).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal)];
    }

    private string Resources() => JsonSerializer.Serialize(new object[]
    {
        new { kind = "Organization", name = "acme" },
        new { kind = "Endpoint", organization = "acme", name = "inbox", type = "SftpServer" },
        new { kind = "Endpoint", organization = "acme", name = "archive", type = "SftpServer" },
        new { kind = "User", organization = "acme", endpoint = "inbox", name = "acme-upload", publicKeys = new[] { _partner.PublicKey } },
        new
        {
            kind = "RemoteServer",
            organization = "acme",
            name = "bank",
            host = "127.0.0.1",
            port = _bank.Port,
            username = SshdServer.UserName,
            auth = new { privateKey = new { value = File.ReadAllText(_workspace.KeyFile) } },
        },
        new { kind = "Endpoint", organization = "acme", name = "bank-in", type = "ExternalSftp", remote = "bank" },
        new
        {
            kind = "Flow",
            organization = "acme",
            name = "invoices",
            source = new { endpoint = "inbox", path = "/invoices", afterCopy = "delete" },
            targets = new object[] { new { endpoint = "bank-in", path = "inbound" }, new { endpoint = "archive", path = "/in" } },
            retry = new { attempts = 100, initialDelay = "30s", maxDelay = "1m" },
        },
    });
}
