using System.Net;
using System.Text.Json;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>The connector operations from the command line, on a real <c>sshd</c> and on a LAN directory.</summary>
public sealed class ConnectorTests
{
    [Fact]
    public async Task File_is_created_once_replaced_found_fetched_and_deleted()
    {
        await using var scenario = await StartAsync();
        var (first, second) = (scenario.Workspace.At("first.bin"), scenario.Workspace.At("second.bin"));
        Content.Write(first, 20_000_001);
        Content.Write(second, 3_000_000);
        foreach (var (endpoint, home) in new[] { ("acme/bank-in", Path.Combine(scenario.Bank.Home, "inbound")), ("acme/archive", scenario.Workspace.Folder("archive")) })
        {
            var there = Path.Combine(home, "2026/report é.bin");
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            var created = await CheckedAsync(scenario, "create", endpoint, first, "-d", "2026", "--name", "report é.bin", "--metadata", "-o", "json");
            created.GetProperty("fileName").GetString().ShouldBe("report é.bin");
            created.GetProperty("size").GetInt64().ShouldBe(20_000_001);
            created.GetProperty("timestamp").GetDateTimeOffset().UtcDateTime.ShouldBe(File.GetLastWriteTimeUtc(there), TimeSpan.FromSeconds(1));
            Content.Digest(there).ShouldBe(Content.Digest(first));

            var again = await RunAsync(scenario, "create", endpoint, second, "-d", "2026", "--name", "report é.bin");
            again.ExitCode.ShouldBe(1);
            again.Error.ShouldContain("is there already");
            Content.Digest(there).ShouldBe(Content.Digest(first));

            (await RunAsync(scenario, "upsert", endpoint, second, "--name", "2026/report é.bin")).ShouldSucceed("upsert");
            Content.Digest(there).ShouldBe(Content.Digest(second));
            Directory.GetFiles(Path.GetDirectoryName(there)!).ShouldHaveSingleItem();

            var back = scenario.Workspace.At("back.bin");
            (await RunAsync(scenario, "get", endpoint, "2026/report é.bin", "--to", back)).ShouldSucceed("get");
            Content.Digest(back).ShouldBe(Content.Digest(second));
            File.WriteAllBytes(back, File.ReadAllBytes(second)[..1_000_000]);
            (await RunAsync(scenario, "get", endpoint, "2026/report é.bin", "--to", back, "--resume")).ShouldSucceed("get --resume");
            Content.Digest(back).ShouldBe(Content.Digest(second));

            (await RunAsync(scenario, "delete", endpoint, "2026/report é.bin")).ShouldSucceed("delete");
            File.Exists(there).ShouldBeFalse();
            var missing = await RunAsync(scenario, "delete", endpoint, "2026/report é.bin");
            missing.ExitCode.ShouldBe(1);
            string[] audited = ["fileCreated", "fileNotCreated", "fileUpserted", "fileDeleted", "fileNotDeleted"];
            await Eventually.TrueAsync("the audit has them all", async () =>
                (await scenario.Api.GetAsync("/api/v1/audit")).GetProperty("items").EnumerateArray()
                    .Where(row => row.GetProperty("resource").GetString() == $"Endpoint/{endpoint}" && row.GetProperty("action").GetString()!.StartsWith("file", StringComparison.Ordinal) && row.GetProperty("detail").GetString()!.Contains("report é.bin", StringComparison.Ordinal))
                    .Select(row => row.GetProperty("action").GetString()).Order(StringComparer.Ordinal).SequenceEqual(audited.Order(StringComparer.Ordinal), StringComparer.Ordinal));
            (await RunAsync(scenario, "get", endpoint, "nowhere/x", "--to", back)).ExitCode.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Query_filters_sorts_and_limits_and_blank_directory_is_where_the_endpoint_begins()
    {
        await using var scenario = await StartAsync();
        var root = Path.Combine(scenario.Bank.Home, "inbound");
        for (var number = 0; number < 50; number++)
        {
            var file = Path.Combine(root, number % 2 == 0 ? "" : "deep/er", $"{number:00}.{(number % 5 == 0 ? "txt" : "csv")}");
            Content.Write(file, number * 1000);
            File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(number));
        }

        async Task<string> NamesAsync(params string[] arguments) =>
            string.Join(' ', (await CheckedAsync(scenario, ["query", "acme/bank-in", .. arguments, "-o", "json"])).EnumerateArray().Select(file => file.GetProperty("fileName").GetString()));

        (await NamesAsync("--include", "*.txt", "-d", "")).ShouldBe("00.txt 10.txt 20.txt 30.txt 40.txt");
        (await NamesAsync("--include", "deep/**", "-r", "--sort", "size", "--descending", "--limit", "2")).ShouldBe("49.csv 47.csv");
        (await NamesAsync("--min-size", "10000", "--max-size", "14000", "-r", "--sort", "time")).ShouldBe("10.txt 11.csv 12.csv 13.csv 14.csv");
        (await NamesAsync("--modified-after", "2026-02-17T00:00:00Z", "-r")).ShouldBe("48.csv 49.csv");
        (await NamesAsync("-d", "deep/er", "--limit", "1")).ShouldBe("01.csv");
        (await NamesAsync("-d", root + "/deep/er", "--limit", "1")).ShouldBe("01.csv");

        var listed = await CheckedAsync(scenario, "list", "acme/bank-in", "-o", "json");
        listed.EnumerateArray().Single(entry => entry.GetProperty("type").GetString() == "directory").GetProperty("fileName").GetString().ShouldBe("deep");
        using var refused = await scenario.Api.SendAsync(HttpMethod.Get, "/api/v1/organizations/acme/endpoints/inbox/files");
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var wrong = await scenario.Api.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/endpoints/bank-in/files?fileName=..");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Listener_tells_each_new_file_once_also_after_the_remote_was_away()
    {
        await using var scenario = await StartAsync();
        var root = Path.Combine(scenario.Bank.Home, "inbound");
        File.WriteAllText(Path.Combine(root, "old.csv"), "x");
        var listening = RunAsync(scenario, "listen", "acme/bank-in", "--include", "*.csv", "--interval", "1", "--count", "3");
        await Eventually.TrueAsync("the first look is over", () => scenario.Bank.Log.Contains("Accepted publickey", StringComparison.Ordinal));
        var first = RunAsync(scenario, "listen", "acme/bank-in", "--existing", "--include", "old*", "--interval", "1", "--count", "1", "-o", "json");
        (await first).Output.ShouldContain("\"fileName\":\"old.csv\"");

        File.WriteAllText(Path.Combine(root, "new-1.csv"), "x");
        File.WriteAllText(Path.Combine(root, "new.txt"), "x");
        await scenario.Bank.StopAsync();
        File.WriteAllText(Path.Combine(root, "new-2.csv"), "x");
        await scenario.Bank.StartAsync();
        File.WriteAllText(Path.Combine(root, "new-3.csv"), "x");

        var run = await listening.WaitAsync(TimeSpan.FromSeconds(90));
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["new-1.csv", "new-2.csv", "new-3.csv"]);
    }

    [Fact]
    public async Task Upload_whose_caller_breaks_off_leaves_the_old_version_and_nothing_else()
    {
        await using var scenario = await StartAsync();
        var root = Path.Combine(scenario.Bank.Home, "inbound");
        File.WriteAllText(Path.Combine(root, "a.bin"), "old");
        var large = scenario.Workspace.At("large.bin");
        Content.Write(large, 20_000_000);
        using var stop = new CancellationTokenSource();
        var upload = ProcessRun.OfAsync(
            "curl",
            [
                "-sS", "--limit-rate", "2M", "-T", large, "-H", $"Authorization: Bearer {scenario.Node.Token}",
                $"{scenario.Node.ManagementUrl}/api/v1/organizations/acme/endpoints/bank-in/files/content?fileName=a.bin&mode=upsert",
            ],
            cancellationToken: stop.Token);
        await Eventually.TrueAsync("a part is there", () => Directory.EnumerateFiles(root, ".a.bin.*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Any(part => new FileInfo(part).Length > 0));

        await stop.CancelAsync();
        await upload;

        await Eventually.TrueAsync("the part is gone", () => Content.Tree(root).Count == 1);
        File.ReadAllText(Path.Combine(root, "a.bin")).ShouldBe("old");
    }

    private static async Task<Scenario> StartAsync()
    {
        var scenario = await Scenario.StartAsync();
        await scenario.ApplyAsync($$"""
            kind: Endpoint
            organization: acme
            name: bank-in
            type: ExternalSftp
            remote: bank
            remoteDirectory: inbound
            ---
            kind: Endpoint
            organization: acme
            name: archive
            type: Lan
            path: {{scenario.Workspace.Folder("archive")}}
            """);
        return scenario;
    }

    private static Task<ProcessRun> RunAsync(Scenario scenario, params string[] arguments) => scenario.Node.CommandAsync(["sftp", .. arguments]);

    private static async Task<JsonElement> CheckedAsync(Scenario scenario, params string[] arguments)
    {
        var run = await RunAsync(scenario, arguments);
        run.ExitCode.ShouldBe(0, run.Error + scenario.Node.Log);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
