using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A node whose listener is set otherwise than by default, as stock clients see it and as its log tells it.</summary>
public sealed class ListenerSettingsTests : IAsyncLifetime
{
    private readonly Workspace _workspace = new();
    private readonly NodeProcess _node;
    private readonly StockSftp _partner;

    public ListenerSettingsTests()
    {
        _node = new NodeProcess(NodeSite.Alone(_workspace.Folder("node")) with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ACTORMFT__SFTP__BANNER"] = "Acme only.\nYou are watched.",
                ["ACTORMFT__SFTP__LOGIN__GRACE"] = "3s",
                ["ACTORMFT__SFTP__LOGIN__TRIES"] = "2",
                ["ACTORMFT__SFTP__LOGIN__STARTUPS"] = "2:100:2",
                ["ACTORMFT__SFTP__PENALTIES__PERFAILURE"] = "20s",
                ["ACTORMFT__SFTP__PENALTIES__FROM"] = "30s",
                ["ACTORMFT__SFTP__PENALTIES__EXEMPT"] = "192.0.2.1",
                ["ACTORMFT__SFTP__MAXCHANNELS"] = "1",
                ["ACTORMFT__SFTP__LEGACYALGORITHMS"] = "true",
            },
        });
        _partner = new StockSftp(_workspace, _node.SftpPort, "acme-upload");
    }

    public async Task InitializeAsync()
    {
        await _node.StartAsync();
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", _workspace.At("rsa")]);
        await File.WriteAllTextAsync(_workspace.At("password"), "correct horse");
        var file = _workspace.At("resources.yaml");
        await File.WriteAllTextAsync(file, $$"""
            { kind: Organization, name: acme }
            ---
            { kind: Endpoint, organization: acme, name: inbox, type: SftpServer }
            ---
            kind: User
            organization: acme
            endpoint: inbox
            name: acme-upload
            password: { file: {{_workspace.At("password")}} }
            publicKeys: ["{{_workspace.PublicKey}}", "{{(await File.ReadAllTextAsync(_workspace.At("rsa.pub"))).Trim()}}"]
            """);
        var run = await _node.CommandAsync("apply", "-f", file);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Stock_clients_show_the_banner_and_sign_with_what_the_node_told_them()
    {
        var rsa = await ProcessRun.OfAsync("sftp", RsaOnly(), "pwd\n");
        rsa.ExitCode.ShouldBe(0, rsa.Error);
        rsa.Error.ShouldContain("Acme only.");
        rsa.Error.ShouldContain("You are watched.");
        rsa.Error.ShouldContain("server-sig-algs=<ssh-ed25519");
        rsa.Error.ShouldContain("signing using rsa-sha2-512");

        var psftp = await ProcessRun.OfAsync(
            "psftp", ["-batch", "-hostkey", await FingerprintAsync(), "-P", $"{_node.SftpPort}", "-pw", "correct horse", "acme-upload@127.0.0.1"], "pwd\nquit\n");
        psftp.ExitCode.ShouldBe(0, psftp.Output + psftp.Error);
        (psftp.Output + psftp.Error).ShouldContain("You are watched.");
    }

    [Fact]
    public async Task Silent_connections_are_cut_after_the_grace_and_keep_others_out_until_then()
    {
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();
        var refused = await _partner.RunAsync("pwd\n");
        refused.ExitCode.ShouldNotBe(0);
        await IsLoggedAsync("2 connections are waiting for their login already (sftp.login.startups)");

        (await ReadToTheEndAsync(first)).ShouldContain("No login within 3 s.");
        await ReadToTheEndAsync(second);
        await Eventually.TrueAsync("others get in again", async () => (await _partner.RunAsync("pwd\n")).ExitCode == 0);
        await IsLoggedAsync("No login within 3 s.");
    }

    [Fact]
    public async Task Wrong_passwords_end_the_connection_then_lock_out_and_keys_still_work()
    {
        var password = new PasswordSftp(_workspace, _node.SftpPort, "acme-upload");
        (await password.RunAsync("correct horse", "pwd\n")).ExitCode.ShouldBe(0);
        (await password.RunAsync("wrong", "pwd\n")).ExitCode.ShouldNotBe(0);
        (await password.RunAsync("wrong", "pwd\n")).ExitCode.ShouldNotBe(0);
        await IsLoggedAsync("Too many wrong passwords: user acme-upload is locked out from passwords for");
        (await password.RunAsync("correct horse", "pwd\n")).ExitCode.ShouldNotBe(0);
        await IsLoggedAsync("A password for acme-upload from 127.0.0.1:");
        (await _partner.RunAsync("pwd\n")).ExitCode.ShouldBe(0, "a key is no guess");

        var many = await ProcessRun.OfAsync("ssh", ["-p", $"{_node.SftpPort}", .. Options(), "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=5", "acme-upload@127.0.0.1"], environment: await WrongPasswordAsync());
        many.Error.ShouldContain("Too many failed logins: 2 of 2 allowed.");
    }

    [Fact]
    public async Task Login_by_legacy_algorithms_is_logged_with_their_names_and_other_logins_are_not()
    {
        await _partner.CheckedAsync("pwd\n");
        _node.Log.ShouldNotContain("legacy algorithms");
        await _partner.CheckedAsync("pwd\n", "-o", "Ciphers=aes128-cbc", "-o", "MACs=hmac-sha1");
        await IsLoggedAsync("logged in with legacy algorithms (sftp.legacyAlgorithms): aes128-cbc, hmac-sha1. SSH-2.0-OpenSSH_");
    }

    [Fact]
    public async Task Second_session_in_one_connection_is_refused()
    {
        // From 10 on, sftp uses the connection of another but is none's master.
        var control = _workspace.At("control");
        using var master = Process.Start("ssh", ["-N", "-M", "-S", control, "-p", $"{_node.SftpPort}", "-i", _workspace.KeyFile, .. Options(), "acme-upload@127.0.0.1"]);
        await Eventually.TrueAsync("the connection is there", () => File.Exists(control));
        await using var first = await OpenSftp.StartAsync(_partner, "-o", $"ControlPath={control}");
        var second = await ProcessRun.OfAsync("ssh", ["-o", $"ControlPath={control}", "-s", "127.0.0.1", "sftp"]);
        second.ExitCode.ShouldNotBe(0);
        second.Error.ShouldContain("Session open refused by peer");
        await first.AskAsync("pwd", "Remote working directory");
        master.Kill();
    }

    private Task IsLoggedAsync(string words) => Eventually.TrueAsync($"'{words}' is logged", () => _node.Log.Contains(words, StringComparison.Ordinal));

    private static string[] Options() => ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];

    private IReadOnlyList<string> RsaOnly() =>
        ["-b", "-", "-vvv", "-P", $"{_node.SftpPort}", "-i", _workspace.At("rsa"), "-o", "IdentitiesOnly=yes", .. Options(), "acme-upload@127.0.0.1"];

    private async Task<Dictionary<string, string>> WrongPasswordAsync()
    {
        var ask = _workspace.At("ask-wrong");
        await File.WriteAllTextAsync(ask, "#!/bin/sh\necho wrong\n");
        File.SetUnixFileMode(ask, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new(StringComparer.Ordinal) { ["SSH_ASKPASS"] = ask, ["SSH_ASKPASS_REQUIRE"] = "force" };
    }

    private async Task<string> FingerprintAsync()
    {
        var scan = await ProcessRun.OfAsync("ssh-keyscan", ["-p", $"{_node.SftpPort}", "-t", "ed25519", "127.0.0.1"]);
        return (await ProcessRun.OfAsync("ssh-keygen", ["-l", "-f", "-"], scan.Output)).Output.Split(' ')[1];
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _node.SftpPort);

        // What the node says first: it has taken the connection.
        (await client.GetStream().ReadAsync(new byte[4])).ShouldBeGreaterThan(0);
        return client;
    }

    private static async Task<string> ReadToTheEndAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
