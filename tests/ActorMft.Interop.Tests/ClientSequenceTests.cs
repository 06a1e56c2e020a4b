using System.Globalization;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>What clients do around an upload: each upload is one transfer, and the source and its trigger file are gone afterwards.</summary>
public sealed class ClientSequenceTests
{
    /// <summary>As WinSCP uploads: into NAME.filepart, over whatever is there, then REMOVE, RENAME, SETSTAT of time and mode.</summary>
    private const string WinScp = """
        import stat, sys
        import paramiko
        from paramiko.sftp import CMD_OPEN, SFTP_FLAG_CREATE, SFTP_FLAG_WRITE

        def upload(sftp, name, text):
            # WRITE and CREATE without TRUNC, which open() has no mode for.
            _, answer = sftp._request(CMD_OPEN, name + ".filepart", SFTP_FLAG_WRITE | SFTP_FLAG_CREATE, paramiko.SFTPAttributes())
            part = paramiko.SFTPFile(sftp, answer.get_binary(), "w")
            part.write(text)
            part.close()
            if exists(sftp, name):
                sftp.remove(name)
            sftp.rename(name + ".filepart", name)
            sftp.utime(name, (1700000000, 1700000000))
            sftp.chmod(name, 0o640)

        def exists(sftp, name):
            try:
                return stat.S_ISREG(sftp.stat(name).st_mode)
            except FileNotFoundError:
                return False

        port, user, key = sys.argv[1:4]
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        client.connect("127.0.0.1", int(port), user, key_filename=key, allow_agent=False, look_for_keys=False)
        sftp = client.open_sftp()
        for upload_of in sys.argv[4:]:
            upload(sftp, *upload_of.split("=", 1))
        client.close()

        """;

    [Fact]
    public async Task Uploads_as_winscp_makes_them_are_one_transfer_each()
    {
        await using var scenario = await Scenario.StartAsync(afterCopy: "delete");
        await scenario.Partner.CheckedAsync("mkdir invoices\n");
        await WinScpAsync(scenario, "invoices/a.csv=first");
        await WinScpAsync(scenario, "invoices/a.csv=second", "invoices/b.csv=other");

        await scenario.Api.WaitForStateAsync(3, "delivered");
        (await File.ReadAllTextAsync(Path.Combine(scenario.Inbound, "a.csv"))).ShouldBe("second");
        (await File.ReadAllTextAsync(Path.Combine(scenario.Inbound, "b.csv"))).ShouldBe("other");
        await Eventually.TrueAsync("the sources are gone", () => Directory.GetFiles(Path.Combine(scenario.Inbox, "invoices")).Length == 0);
        (await scenario.Api.TransfersAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Trigger_file_that_gets_its_time_after_its_name_is_used_up_all_the_same()
    {
        await using var scenario = await Scenario.StartAsync();
        await scenario.ApplyAsync("""
            kind: Flow
            organization: acme
            name: triggered
            source: { endpoint: inbox, path: /triggered, trigger: { on: triggerFile, triggerFile: "{name}.done" } }
            targets: [{ endpoint: bank-in, path: inbound }]
            """);
        await scenario.Partner.CheckedAsync("mkdir triggered\n");
        await scenario.Bank.StopAsync();
        await WinScpAsync(scenario, "triggered/a.csv=first", "triggered/a.csv.done=");
        await scenario.Api.WaitForWaitingAsync(1);
        await scenario.Bank.StartAsync();
        var transfer = (await scenario.Api.TransfersAsync()).ShouldHaveSingleItem();
        (await scenario.Api.SendAsync(HttpMethod.Post, $"/api/v1/transfers/{transfer.GetProperty("id").GetString()}/retry")).EnsureSuccessStatusCode();

        await scenario.Api.WaitForStateAsync(1, "delivered");
        await Eventually.TrueAsync("the trigger file is gone", () => Directory.GetFiles(Path.Combine(scenario.Inbox, "triggered")).Length == 1);
        (await scenario.Api.TransfersAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Upload_by_lftp_is_one_transfer_and_arrives_with_the_time_that_lftp_sets_before_it_closes()
    {
        await using var scenario = await Scenario.StartAsync();
        var source = scenario.Workspace.At("a.csv");
        Content.Write(source, 100_000);
        var time = new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(source, time);
        await LftpAsync(scenario, $"mkdir invoices; put {source} -o invoices/a.csv");
        await LftpAsync(scenario, $"set xfer:use-temp-file true; set xfer:temp-file-name *.tmp; put {source} -o invoices/b.csv");

        await scenario.Api.WaitForStateAsync(2, "delivered");
        foreach (var name in (string[])["a.csv", "b.csv"])
        {
            Content.Digest(Path.Combine(scenario.Inbound, name)).ShouldBe(Content.Digest(source));
            File.GetLastWriteTimeUtc(Path.Combine(scenario.Inbound, name)).ShouldBe(time);
        }

        (await scenario.Api.TransfersAsync()).Count.ShouldBe(2);
    }

    private static async Task WinScpAsync(Scenario scenario, params string[] uploads)
    {
        var run = await ProcessRun.OfAsync(
            "/usr/bin/python3",
            ["-", scenario.Node.SftpPort.ToString(CultureInfo.InvariantCulture), "acme-upload", scenario.Workspace.KeyFile, .. uploads],
            WinScp);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
    }

    private static async Task LftpAsync(Scenario scenario, string commands)
    {
        var connect = $"ssh -a -x -i {scenario.Workspace.KeyFile} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null";
        var run = await ProcessRun.OfAsync("lftp", ["--norc"], $"""
            set cmd:fail-exit true
            set net:max-retries 1
            set sftp:connect-program "{connect}"
            open -u acme-upload, sftp://127.0.0.1:{scenario.Node.SftpPort}
            {commands}
            exit

            """);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
    }
}
