using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>Directories of an endpoint and of a real <c>sshd</c>, made alike.</summary>
public sealed class SyncTests
{
    [Fact]
    public async Task Push_copies_a_tree_and_the_second_run_finds_it_alike()
    {
        await using var scenario = await Scenario.StartAsync();
        await DeclareAsync(scenario, "direction: push");
        var (here, there) = Sides(scenario);
        for (var number = 0; number < 300; number++)
        {
            Content.Write(Path.Combine(here, (number % 3) switch { 0 => "", 1 => "a/b", _ => "two words é" }, $"file {number}"), number * 11);
        }

        Directory.CreateDirectory(Path.Combine(here, "empty"));
        Content.Write(Path.Combine(there, "only there"), 5);
        var plan = await scenario.Node.CommandAsync("sync", "run", "mirror", "--dry-run");
        plan.Output.ShouldContain("300 would be copied");
        plan.Output.ShouldContain("the target lacks it");
        Directory.GetFiles(there, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();

        (await RunAsync(scenario)).ShouldContain("300 copied");

        Content.Tree(there).Where(line => !line.StartsWith("only there", StringComparison.Ordinal)).ShouldBe(Content.Tree(here));
        Directory.Exists(Path.Combine(there, "empty")).ShouldBeTrue();
        File.GetLastWriteTimeUtc(Path.Combine(there, "file 0")).ShouldBe(File.GetLastWriteTimeUtc(Path.Combine(here, "file 0")), TimeSpan.FromSeconds(1));
        (await RunAsync(scenario)).ShouldContain("0 copied (0 B), 301 alike, 0 failed");
    }

    [Fact]
    public async Task Pull_with_delete_empties_the_remote_directory_and_the_files_arrive_at_flows()
    {
        await using var scenario = await Scenario.StartAsync();
        await DeclareAsync(scenario, "direction: pull, afterCopy: delete, path: /invoices");
        var there = Sides(scenario).There;
        for (var number = 0; number < 20; number++)
        {
            Content.Write(Path.Combine(there, "sub", $"{number}.csv"), 1000 + number);
        }

        var before = Content.Tree(there);

        (await RunAsync(scenario)).ShouldContain("20 copied");

        Content.Tree(there).ShouldBeEmpty();
        Content.Tree(Path.Combine(scenario.Inbox, "invoices")).ShouldBe(before);
        await scenario.Api.WaitForStateAsync(20, "delivered");
        Content.Tree(scenario.Inbound).ShouldBe(before);
    }

    [Fact]
    public async Task Two_way_takes_the_newer_and_deletes_nothing_and_says_what_it_can_not_do()
    {
        await using var scenario = await Scenario.StartAsync();
        await DeclareAsync(scenario, "direction: twoWay");
        var (here, there) = Sides(scenario);
        Put(here, "only here", 1, 1000);
        Put(there, "only there", 2, 1000);
        Put(here, "newer here", 30, 2000);
        Put(there, "newer here", 3, 1000);
        Put(here, "newer there", 4, 1000);
        Put(there, "newer there", 40, 2000);
        Put(here, "same time", 5, 1000);
        Put(there, "same time", 50, 1000);
        File.CreateSymbolicLink(Path.Combine(there, "a link"), "/etc/passwd");

        var run = await scenario.Node.CommandAsync("sync", "run", "mirror");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("4 copied");
        run.Output.ShouldContain("failed: same time: both have the same time and not the same size");
        run.Output.ShouldContain("failed: a link: neither a file nor a directory");
        new FileInfo(Path.Combine(there, "newer here")).Length.ShouldBe(30);
        new FileInfo(Path.Combine(here, "newer there")).Length.ShouldBe(40);
        new FileInfo(Path.Combine(there, "only here")).Length.ShouldBe(1);
        new FileInfo(Path.Combine(here, "only there")).Length.ShouldBe(2);
        new FileInfo(Path.Combine(here, "same time")).Length.ShouldBe(5);
        new FileInfo(Path.Combine(there, "same time")).Length.ShouldBe(50);
    }

    [Fact]
    public async Task Run_goes_on_after_the_remote_and_the_node_died_in_the_middle()
    {
        await using var scenario = await Scenario.StartAsync();
        await DeclareAsync(scenario, "direction: push, connections: 2");
        var (here, there) = Sides(scenario);
        for (var number = 0; number < 400; number++)
        {
            Content.Write(Path.Combine(here, $"{number % 10}", $"{number}.bin"), 200_000);
        }

        (await scenario.Node.CommandAsync("sync", "run", "mirror", "--no-wait")).ExitCode.ShouldBe(0);
        await Eventually.TrueAsync("some files are there", () => Directory.EnumerateFiles(there, "*.bin", SearchOption.AllDirectories).Count() > 20);
        await scenario.Bank.StopAsync();
        await scenario.Bank.StartAsync();
        await Eventually.TrueAsync("more files are there", () => Directory.EnumerateFiles(there, "*.bin", SearchOption.AllDirectories).Count() > 60);
        await scenario.Node.KillAsync();
        await scenario.Node.StartAsync();

        await Eventually.TrueAsync("the run has ended", async () =>
            (await scenario.Api.GetAsync("/api/v1/organizations/acme/syncs/mirror/status")).TryGetProperty("last", out _));

        Content.Tree(there).ShouldBe(Content.Tree(here));
    }

    [Fact]
    public async Task Run_against_a_closed_port_says_from_the_beginning_what_it_is_at_and_why()
    {
        await using var scenario = await Scenario.StartAsync(bankPort: _ => LoopbackPort.Free());
        await DeclareAsync(scenario, "direction: push");

        var running = scenario.Node.CommandAsync("sync", "run", "mirror");
        await Eventually.TrueAsync("the second attempt has failed", async () => (await StatusAsync(scenario)).Contains("attempt 2 of 5 broke off", StringComparison.Ordinal));
        (await scenario.Node.CommandAsync("sync", "stop", "mirror")).ShouldSucceed("sync stop");

        var run = await running;
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("Attempt 1 of 5 broke off, the next is in 1 s: ");
        run.Output.ShouldContain("refused the connection");
        run.Output.ShouldContain("It ended before it was through: stopped by");
        run.Output.ShouldNotContain("so far");
    }

    [Fact]
    public async Task Schedule_runs_it_and_a_missing_remote_directory_is_said()
    {
        await using var scenario = await Scenario.StartAsync();
        await DeclareAsync(scenario, "direction: pull, remotePath: nowhere, schedule: { every: 1s }");

        await Eventually.TrueAsync("the schedule has run it", async () =>
            (await scenario.Api.GetAsync("/api/v1/organizations/acme/syncs/mirror/status")).TryGetProperty("last", out _));

        var status = await scenario.Node.CommandAsync("sync", "status", "mirror");
        status.Output.ShouldContain("by schedule");
        status.Output.ShouldContain("has no directory");
        status.Output.ShouldContain("remotePath");
    }

    private static Task DeclareAsync(Scenario scenario, string more) => scenario.ApplyAsync($$"""
        { kind: Sync, organization: acme, name: mirror, endpoint: inbox, remote: bank
          {{(more.Contains("path: /", StringComparison.Ordinal) ? "" : ", path: /mirror")}}
          {{(more.Contains("remotePath", StringComparison.Ordinal) ? "" : ", remotePath: tree/mirror")}}, {{more}} }
        """);

    private static (string Here, string There) Sides(Scenario scenario) => (
        Directory.CreateDirectory(Path.Combine(scenario.Inbox, "mirror")).FullName,
        Directory.CreateDirectory(Path.Combine(scenario.Bank.Home, "tree", "mirror")).FullName);

    private static async Task<string> RunAsync(Scenario scenario)
    {
        var run = await scenario.Node.CommandAsync("sync", "run", "mirror");
        run.ExitCode.ShouldBe(0, run.Output + run.Error + scenario.Node.Log);
        return run.Output;
    }

    private static async Task<string> StatusAsync(Scenario scenario) =>
        (await scenario.Api.GetAsync("/api/v1/organizations/acme/syncs/mirror/status")).GetRawText();

    private static void Put(string folder, string name, int size, int seconds)
    {
        var path = Path.Combine(folder, name);
        Content.Write(path, size);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(seconds));
    }
}
