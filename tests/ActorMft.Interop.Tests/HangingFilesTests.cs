using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>Files that hang: a network file system (sshfs) below a partner's home, whose server stands still (SIGSTOP).</summary>
public sealed class HangingFilesTests
{
    [Fact]
    public async Task Session_that_hangs_in_a_dead_file_system_is_closed_others_go_on_and_its_place_is_free_when_it_answers()
    {
        await using var scenario = await Scenario.StartAsync();
        File.WriteAllText(Path.Combine(scenario.Bank.Home, "there.csv"), "there");
        await scenario.Partner.CheckedAsync("mkdir dead\n");
        await scenario.ApplyAsync($$"""
            { kind: User, organization: acme, endpoint: inbox, name: acme-dead, home: /dead, publicKeys: ["{{scenario.Workspace.PublicKey}}"] }
            """);
        var mount = Path.Combine(scenario.Inbox, "dead");
        await MountAsync(scenario, mount);
        try
        {
            await using var session = await OpenSftp.StartAsync(scenario.Partner);
            await session.AskAsync("ls -1 dead", "dead/there.csv");
            var id = (await SessionsAsync(scenario)).ShouldHaveSingleItem();
            await scenario.Bank.FreezeAsync();

            var ended = session.NoticeEndAsync("ls -1 dead");
            var entering = scenario.Node.ExpectAsync("acme-dead at");
            var homeless = new StockSftp(scenario.Workspace, scenario.Node.SftpPort, "acme-dead").RunAsync("pwd\n");
            await entering.WaitAsync(TimeSpan.FromSeconds(30));
            await scenario.Partner.CheckedAsync("mkdir invoices\nls -la invoices\n").WaitAsync(TimeSpan.FromSeconds(15));
            var told = scenario.Node.ExpectAsync("is closed, but a command of it waits for the file system");
            using var closed = await scenario.Api.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}");
            closed.IsSuccessStatusCode.ShouldBeTrue();
            (await ended).ShouldNotBe(0);
            await told.WaitAsync(TimeSpan.FromSeconds(30));
            await scenario.Partner.CheckedAsync("ls -la invoices\n");

            (await SessionsAsync(scenario)).ShouldContain(id);
            homeless.IsCompleted.ShouldBeFalse();

            await scenario.Bank.ThawAsync();

            (await homeless).ExitCode.ShouldBe(0);
            await Eventually.TrueAsync("the session has ended", async () => !(await SessionsAsync(scenario)).Contains(id));
            await scenario.Partner.CheckedAsync("ls -1 dead/there.csv\n");
        }
        finally
        {
            await scenario.Bank.ThawAsync();
            await ProcessRun.OfAsync("fusermount3", ["-uz", mount]);
        }
    }

    private static async Task<IReadOnlyList<string>> SessionsAsync(Scenario scenario) =>
        [.. (await scenario.Api.GetAsync("/api/v1/sessions")).GetProperty("items").EnumerateArray().Select(session => session.GetProperty("id").GetString()!)];

    private static async Task MountAsync(Scenario scenario, string mount)
    {
        string[] options =
        [
            $"{SshdServer.UserName}@127.0.0.1:", mount, "-p", $"{scenario.Bank.Port}",
            "-o", $"IdentityFile={scenario.Workspace.KeyFile}", "-o", "IdentitiesOnly=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "dir_cache=no,attr_timeout=0,entry_timeout=0",
        ];

        // It lives on behind this command, with its output.
        var run = await ProcessRun.OfAsync("sh", ["-c", "exec sshfs \"$@\" >\"$0\" 2>&1", scenario.Workspace.At("sshfs.log"), .. options]);
        run.ExitCode.ShouldBe(0, await File.ReadAllTextAsync(scenario.Workspace.At("sshfs.log")));
    }
}
