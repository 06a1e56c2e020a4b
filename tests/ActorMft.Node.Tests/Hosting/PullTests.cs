using System.Text.Json;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Hosting;

/// <summary>The whole way from sources that are looked at: a real sshd and a directory.</summary>
public sealed class PullTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Workspace _workspace = new();
    private SshdServer _bank = null!;
    private RunningNode _node = null!;

    private string Out => Path.Combine(_bank.Home, "out");

    public async Task InitializeAsync()
    {
        _bank = new SshdServer(_workspace);
        await _bank.StartAsync();
        Directory.CreateDirectory(Path.Combine(Out, "deep"));
        Directory.CreateDirectory(_directory["share"]);
        _node = await RunningNode.StartAsync(_directory);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _bank.DisposeAsync();
        _workspace.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task File_of_another_server_is_carried_once_and_again_when_it_has_changed()
    {
        Write(Path.Combine(Out, "a.csv"), "hello");
        Write(Path.Combine(Out, "deep/b.csv"), "deeper");
        Write(Path.Combine(Out, "a.txt"), "not this one");
        await ApplyAsync(Flow("bank", "out/**", "share", "in", afterCopy: "keep"));

        var first = await DeliveredAsync(2);
        File.ReadAllText(_directory["share/in/a.csv"]).ShouldBe("hello");
        File.ReadAllText(_directory["share/in/deep/b.csv"]).ShouldBe("deeper");
        var shown = await _node.WaitForAsync(
            "/api/v1/transfers/" + first[0].GetProperty("id").GetString(), shown => TypesOf(shown).Contains("sourceWasSettled"));
        TypesOf(shown).ShouldBe(["created", "attemptQueued", "fetchBegan", "attemptBegan", "renameAllowed", "delivered", "sourceWasSettled"]);

        await LookedAsync(after: await LastLookAsync());
        Write(Path.Combine(Out, "a.csv"), "changed");
        await DeliveredAsync(3);
        await LookedAsync(after: await LastLookAsync());
        await DeliveredAsync(3);
        File.ReadAllText(_directory["share/in/a.csv"]).ShouldBe("changed");
        File.ReadAllText(Path.Combine(Out, "a.csv")).ShouldBe("changed");
        Directory.GetFiles(_node.Stored(".actormft/pins")).ShouldBeEmpty();
        Directory.GetFiles(_node.Stored(".actormft/staged")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Source_is_removed_when_all_targets_have_the_file_and_the_same_file_may_come_again()
    {
        var time = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        await ApplyAsync(Flow("bank", "out", "share", "in", afterCopy: "delete", secondTarget: "archive"));
        for (var round = 1; round <= 2; round++)
        {
            Write(Path.Combine(Out, "a.csv"), "hello", time);
            await DeliveredAsync(2 * round);
            await _node.WaitForAsync("/api/v1/organizations/acme/flows/statements", _ => Directory.GetFileSystemEntries(Out).Length == 1);
            await LookedAsync(after: await LastLookAsync());
        }

        File.ReadAllText(_directory["share/in/a.csv"]).ShouldBe("hello");
        File.ReadAllText(_node.Stored("acme/archive/a.csv")).ShouldBe("hello");
    }

    [Fact]
    public async Task Directory_is_a_source_and_another_server_the_target()
    {
        Write(_directory["share/a.csv"], "hello");
        await ApplyAsync(Flow("share", "/", "bank", "out", afterCopy: "delete"));
        await DeliveredAsync(1);
        File.ReadAllText(Path.Combine(Out, "a.csv")).ShouldBe("hello");
        await _node.WaitForAsync("/api/v1/organizations/acme/flows/statements", _ => Directory.GetFileSystemEntries(_directory["share"]).Length == 0);
    }

    [Fact]
    public async Task File_that_is_being_written_is_carried_when_it_keeps_still()
    {
        var path = Path.Combine(Out, "growing.csv");
        Write(path, "");
        using var done = new CancellationTokenSource();
        var writing = AppendAsync(path, done.Token);
        await ApplyAsync(Flow("bank", "out", "share", "in", afterCopy: "keep", settle: "1s"));
        await _node.WaitForAsync("/api/v1/organizations/acme/flows/statements", flow => LastRun(flow) is { } run && run.GetProperty("unsettled").GetInt64() == 1);
        await DeliveredAsync(0);

        await done.CancelAsync();
        var written = await writing;
        await DeliveredAsync(1);
        File.ReadAllText(_directory["share/in/growing.csv"]).ShouldBe(written);
    }

    [Fact]
    public async Task Flow_says_when_it_looks_next_and_what_was_wrong_the_last_time()
    {
        await ApplyAsync(Flow("bank", "nowhere", "share", "in", afterCopy: "keep"));
        var flow = await _node.WaitForAsync("/api/v1/organizations/acme/flows/statements", flow => LastRun(flow) is not null);
        LastRun(flow)!.Value.GetProperty("error").GetString().ShouldBe("The directory 'nowhere' isn't there at bank. Make it there, or correct the flow's source.path.");
        flow.GetProperty("status").GetProperty("nextRun").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(-1));

        Directory.CreateDirectory(Path.Combine(_bank.Home, "nowhere"));
        Write(Path.Combine(_bank.Home, "nowhere/a.csv"), "hello");
        await DeliveredAsync(1);
        var (status, _) = await _node.SendAsync(HttpMethod.Put, "/api/v1/organizations/acme/flows/statements", flow.ToString());
        status.ShouldBe(200);
        (await _node.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/flows/statements")).Status.ShouldBe(204);
    }

    private static async Task<string> AppendAsync(string path, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var text = "";
        while (!stop.IsCancellationRequested)
        {
            await File.AppendAllTextAsync(path, "line\n", CancellationToken.None);
            text += "line\n";
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }

        return text;
    }

    private static void Write(string path, string text, DateTime? time = null)
    {
        // As a careful program does it: whole at once, so that a look between the two steps finds the same.
        File.WriteAllText(path + ".tmp", text);
        File.SetLastWriteTimeUtc(path + ".tmp", time ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(Interlocked.Increment(ref _written) - 10_000));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static int _written;

    private static JsonElement? LastRun(JsonElement flow) =>
        flow.TryGetProperty("status", out var status) && status.TryGetProperty("lastRun", out var run) ? run : null;

    private static List<string> TypesOf(JsonElement transfer) =>
        [.. transfer.GetProperty("events").EnumerateArray().Select(shown => shown.GetProperty("type").GetString()!)];

    private async Task<DateTimeOffset> LastLookAsync() =>
        LastRun(await _node.WaitForAsync("/api/v1/organizations/acme/flows/statements", flow => LastRun(flow) is not null))!.Value.GetProperty("startedAt").GetDateTimeOffset();

    /// <summary>Waits until a look that began later has ended.</summary>
    private Task LookedAsync(DateTimeOffset after) => _node.WaitForAsync(
        "/api/v1/organizations/acme/flows/statements", flow => LastRun(flow) is { } run && run.GetProperty("startedAt").GetDateTimeOffset() > after);

    private async Task<IReadOnlyList<JsonElement>> DeliveredAsync(int count)
    {
        var page = await _node.WaitForAsync("/api/v1/transfers?flow=acme/statements", body =>
            body.GetProperty("items").GetArrayLength() == count && body.GetProperty("items").EnumerateArray().All(item => item.GetProperty("state").GetString() == "delivered"));
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    private Task ApplyAsync(object flow) => _node.ApplyAsync(JsonSerializer.Serialize(new[]
    {
        new { kind = "Organization", name = "acme" },
        new { kind = "Endpoint", organization = "acme", name = "archive", type = "SftpServer" },
        new { kind = "Endpoint", organization = "acme", name = "share", type = "Lan", path = _directory["share"] },
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
        new { kind = "Endpoint", organization = "acme", name = "bank", type = "ExternalSftp", remote = "bank" },
        flow,
    }));

    private static object Flow(string source, string path, string target, string targetPath, string afterCopy, string settle = "0s", string? secondTarget = null) => new
    {
        kind = "Flow",
        organization = "acme",
        name = "statements",
        source = new { endpoint = source, path, include = new[] { "*.csv" }, afterCopy, settle, schedule = new { every = "1s" } },
        targets = new[] { new { endpoint = target, path = targetPath }, new { endpoint = secondTarget ?? target, path = "/" } }[..(secondTarget is null ? 1 : 2)],
        retry = new { attempts = 100, initialDelay = "100ms", maxDelay = "1s" },
    };
}
