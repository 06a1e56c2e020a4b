using ActorMft.Interop.Tests.Matrix;
using ActorMft.Interop.Tests.Matrix.Clients;
using ActorMft.Interop.Tests.Matrix.Servers;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;
using Xunit.Abstractions;

namespace ActorMft.Interop.Tests;

/// <summary>A folder of an endpoint that shows a directory of a real <c>sshd</c>.</summary>
public sealed class MountTests(ITestOutputHelper output)
{
    private static readonly MatrixClient[] _clients = [new OpenSshSftp(), new Lftp(), new Rclone()];

    /// <summary>A circle that took all connections would end only after this.</summary>
    private static readonly TimeSpan _patienceForConnections = TimeSpan.FromSeconds(15);

    public static TheoryData<string> Clients => [.. _clients.Select(static client => client.Name)];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Client_does_all_it_can_through_a_mount(string name)
    {
        using var workspace = new Workspace();
        await using var node = new MountedNode();
        var target = await node.StartAsync(workspace);

        var line = await new MatrixRun(MatrixSize.Short, output.WriteLine).LineAsync(_clients.Single(client => client.Name == name), target);

        line.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Operations_in_the_folder_go_through_and_those_across_its_border_are_refused()
    {
        await using var scenario = await Scenario.StartAsync();
        var shown = await MountAsync(scenario);
        Content.Write(Path.Combine(shown, "there.csv"), 1000);
        File.CreateSymbolicLink(Path.Combine(shown, "link"), "there.csv");
        File.WriteAllText(Path.Combine(scenario.Bank.Home, "secret"), "not shown");
        var own = scenario.Workspace.At("own.csv");
        Content.Write(own, 10);

        var listed = await scenario.Partner.CheckedAsync($"""
            ls -la bank
            cd bank
            mkdir sub
            rename there.csv sub/moved.csv
            chmod 640 sub/moved.csv
            cp sub/moved.csv sub/copied.csv
            put -f {own} sub/flushed.csv
            chmod -h 600 sub/flushed.csv
            ls -l sub
            df .
            pwd
            """);
        listed.ShouldContain("there.csv");
        listed.ShouldMatch(@"-rw-r-----.*moved\.csv");
        listed.ShouldContain("Remote working directory: /bank");
        listed.ShouldMatch(@"-rw-------.*flushed\.csv");
        Content.Digest(Path.Combine(shown, "sub/copied.csv")).ShouldBe(Content.Digest(Path.Combine(shown, "sub/moved.csv")));
        Content.Digest(Path.Combine(shown, "sub/flushed.csv")).ShouldBe(Content.Digest(own));

        await scenario.Partner.CheckedAsync($"put {own} own.csv\n");
        foreach (var refused in new[] { "rename own.csv bank/own.csv", "rename bank/sub/moved.csv moved.csv", "rmdir bank", "rename bank elsewhere", "get bank/../../secret", "get bank/missing" })
        {
            (await scenario.Partner.RunAsync(refused + "\n")).ExitCode.ShouldNotBe(0, refused);
        }

        await scenario.Partner.CheckedAsync("rm bank/sub/*.csv\nrmdir bank/sub\nrm bank/link\n");
        Directory.EnumerateFileSystemEntries(shown).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mount_that_is_declared_or_removed_shows_in_a_session_that_is_open_and_its_folder_must_be_empty()
    {
        await using var scenario = await Scenario.StartAsync();
        await using var session = await OpenSftp.StartAsync(scenario.Partner);
        await scenario.Partner.CheckedAsync("mkdir bank\nmkdir bank/in-the-way\n");
        var refused = await ApplyMountAsync(scenario);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("in-the-way");
        await scenario.Partner.CheckedAsync("rmdir bank/in-the-way\n");

        var shown = await MountAsync(scenario);
        File.WriteAllText(Path.Combine(shown, "appears"), "");
        (await scenario.Node.CommandAsync("get", "mounts")).Output.ShouldContain("inbox:/bank");
        await Eventually.TrueAsync("the session sees the mount", async () => (await session.AskAsync("-ls -1 bank/app*", "appears")).Contains("bank/appears", StringComparison.Ordinal));

        (await scenario.Node.CommandAsync("delete", "mount", "acme/bank-window")).ShouldSucceed("delete");
        await session.AskAsync("-ls -1 bank/app*", "not found");
        (await scenario.Api.GetAsync("/api/v1/audit")).GetRawText().ShouldContain("Mount/acme/bank-window");
    }

    [Fact]
    public async Task Remote_that_is_down_fails_its_folder_alone_and_an_upload_continues_when_it_is_back()
    {
        await using var scenario = await Scenario.StartAsync();
        var shown = await MountAsync(scenario);
        await using var session = await OpenSftp.StartAsync(scenario.Partner);
        Content.Write(Path.Combine(shown, "first.csv"), 10);
        await session.AskAsync("ls -1 bank", "first.csv");
        var file = scenario.Workspace.At("large.bin");
        Content.Write(file, 30_000_000);
        var upload = scenario.Partner.RunAsync($"put {file} bank/large.bin\n", ["-l", "40000"]);
        await Eventually.TrueAsync("the upload has begun", () => File.Exists(Path.Combine(shown, "large.bin")) && new FileInfo(Path.Combine(shown, "large.bin")).Length > 100_000);

        await scenario.Bank.StopAsync();

        (await upload).ExitCode.ShouldNotBe(0);
        await session.AskAsync("-ls bank", "remote readdir(\"/bank/\"): Failure");
        await session.AskAsync("ls -la", "bank");
        Content.Write(scenario.Workspace.At("own.csv"), 10);
        await scenario.Partner.CheckedAsync($"put {scenario.Workspace.At("own.csv")} own.csv\nls -l\n");
        scenario.Node.Log.ShouldContain("No connection to acme/bank");

        await scenario.Bank.StartAsync();
        await Eventually.TrueAsync("the folder is back", async () => (await scenario.Partner.RunAsync("ls bank\n")).ExitCode == 0);
        await scenario.Partner.CheckedAsync($"reput {file} bank/large.bin\n");
        Content.Digest(Path.Combine(shown, "large.bin")).ShouldBe(Content.Digest(file));
    }

    [Fact]
    public async Task Remote_with_another_host_key_fails_its_folder_until_the_key_is_accepted()
    {
        await using var scenario = await Scenario.StartAsync();
        await MountAsync(scenario);
        await scenario.Partner.CheckedAsync("ls bank\n");
        await scenario.Bank.StopAsync();
        scenario.Bank.NewHostKey();
        await scenario.Bank.StartAsync();

        (await scenario.Partner.RunAsync("ls bank\n")).ExitCode.ShouldNotBe(0);
        await scenario.Partner.CheckedAsync("ls -la\n");
        (await scenario.Node.CommandAsync("remote", "accept-host-key", "bank", "--yes")).ShouldSucceed("accept-host-key");
        await Eventually.TrueAsync("the folder is back", async () => (await scenario.Partner.RunAsync("ls bank\n")).ExitCode == 0);
    }

    [Fact]
    public async Task Mount_of_an_endpoint_that_is_itself_a_mount_at_another_cluster_carries_files_and_a_broken_upload_does_not_arrive_and_a_circle_ends()
    {
        await using var near = await Scenario.StartAsync();
        await using var far = await Scenario.StartAsync();
        var shown = await MountAsync(far);
        await near.ApplyAsync($$"""
            {{MainJob.Remote("other", far.Node.SftpPort, "near", near.Workspace)}}
            ---
            kind: Mount
            organization: acme
            name: other
            endpoint: inbox
            path: /other
            remote: other
            ---
            kind: Endpoint
            organization: acme
            name: other-in
            type: ExternalSftp
            remote: other
            """);
        await far.ApplyAsync($$"""
            kind: User
            organization: acme
            endpoint: inbox
            name: near
            publicKeys: ["{{near.Workspace.PublicKey}}"]
            ---
            {{MainJob.Remote("near", near.Node.SftpPort, "acme-upload", near.Workspace)}}
            ---
            kind: Mount
            organization: acme
            name: near
            endpoint: inbox
            path: /near
            remote: near
            """);
        await near.Partner.CheckedAsync("ls other/near\n");
        (await near.Partner.RunAsync("ls other/near/other\n").WaitAsync(_patienceForConnections)).ExitCode.ShouldNotBe(0, "what leads back to the first node's mount");
        var (file, back) = (near.Workspace.At("large.bin"), near.Workspace.At("back.bin"));
        Content.Write(file, 20_000_000);

        await near.Partner.CheckedAsync($"put {file} other/bank/large.bin\nls -l other/bank\nget other/bank/large.bin {back}\nmkdir other/invoices\nput {file} other/invoices/whole.csv\n");

        Content.Digest(Path.Combine(shown, "large.bin")).ShouldBe(Content.Digest(file));
        Content.Digest(back).ShouldBe(Content.Digest(file));
        await far.Api.WaitForStateAsync(1, "delivered");
        (await near.Node.CommandAsync("sftp", "upsert", "acme/other-in", file, "-d", "bank", "--name", "large.bin")).ShouldSucceed("upsert");

        using var stop = new CancellationTokenSource();
        var broken = near.Partner.RunAsync($"put {file} other/invoices/broken.csv\n", ["-l", "20000"], stop.Token);
        await Eventually.TrueAsync("some of it is there", () => new FileInfo(Path.Combine(far.Inbox, "invoices/broken.csv")) is { Exists: true, Length: > 100_000 });
        await stop.CancelAsync();
        await broken;
        await Eventually.TrueAsync("nobody is connected to the other cluster", async () => !(await far.Api.GetAsync("/api/v1/sessions")).GetRawText().Contains("broken.csv", StringComparison.Ordinal));
        (await far.Api.TransfersAsync()).ShouldHaveSingleItem();
        await near.Partner.CheckedAsync($"reput {file} other/invoices/broken.csv\n");
        await far.Api.WaitForStateAsync(2, "delivered");
    }

    [Fact]
    public async Task Mount_that_shows_itself_ends_with_a_sentence_where_the_circle_closes()
    {
        await using var scenario = await Scenario.StartAsync();
        await scenario.ApplyAsync($$"""
            {{MainJob.Remote("self", scenario.Node.SftpPort, "acme-upload", scenario.Workspace)}}
            ---
            kind: Mount
            organization: acme
            name: round
            endpoint: inbox
            path: /round
            remote: self
            remotePath: /round
            ---
            kind: Endpoint
            organization: acme
            name: self
            type: ExternalSftp
            remote: self
            """);

        (await scenario.Partner.RunAsync("ls round\n").WaitAsync(_patienceForConnections)).ExitCode.ShouldNotBe(0);
        var listed = await scenario.Node.CommandAsync("sftp", "list", "acme/self", "round");
        listed.ExitCode.ShouldBe(1, listed.Output);
        listed.Error.ShouldContain("'/round' leads back to itself");
        (await scenario.Api.GetAsync("/api/v1/organizations/acme/remotes/self/pool")).GetProperty("granted").GetInt32().ShouldBeLessThanOrEqualTo(3);
        await scenario.Partner.CheckedAsync("ls -la\n");
    }

    private static async Task<string> MountAsync(Scenario scenario)
    {
        var shown = Directory.CreateDirectory(Path.Combine(scenario.Bank.Home, "shown")).FullName;
        var run = await ApplyMountAsync(scenario);
        run.ExitCode.ShouldBe(0, run.Error);
        return shown;
    }

    private static async Task<ProcessRun> ApplyMountAsync(Scenario scenario)
    {
        var file = scenario.Workspace.At("mount.yaml");
        await File.WriteAllTextAsync(file, """
            kind: Mount
            organization: acme
            name: bank-window
            endpoint: inbox
            path: /bank
            remote: bank
            remotePath: shown
            """);
        return await scenario.Node.CommandAsync("apply", "-f", file);
    }
}
