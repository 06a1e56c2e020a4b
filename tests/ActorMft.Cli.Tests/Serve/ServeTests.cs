using System.Diagnostics;
using System.Text.RegularExpressions;
using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Serve;

public sealed partial class ServeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServeTests() => _folder.Write("actormft.yaml", """
        node: { name: test-node }
        sftp: { listen: "127.0.0.1:0" }
        management: { listen: "127.0.0.1:0" }
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bad_settings_are_all_told_at_once()
    {
        _folder.Write("bad.yaml", "node: { name: a b }\nsftp:\n  listen: nowhere\nfoo: 1\n");

        var run = await ProgramProcess.RunAsync(_folder.Root, "serve", "--config", "bad.yaml");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("bad.yaml:1: node.name");
        run.Error.ShouldContain("bad.yaml:3: sftp.listen");
        run.Error.ShouldContain("bad.yaml:4: foo");
    }

    [Fact]
    public async Task Operator_commands_work_against_a_served_node_which_drains_on_SIGTERM()
    {
        using var serve = ProgramProcess.Start(_folder.Root, "serve");
        var url = await ReadyAsync(serve);
        _folder.Write("acme.yaml", """
            kind: Organization
            name: acme
            ---
            kind: Endpoint
            organization: acme
            name: inbox
            type: SftpServer
            """);

        (await RunAsync(url, "apply", "-f", "acme.yaml")).Output.ShouldBe("created    Organization acme\ncreated    Endpoint acme/inbox\n");
        (await RunAsync(url, "apply", "-f", "acme.yaml")).Output.ShouldBe("unchanged  Organization acme\nunchanged  Endpoint acme/inbox\n");
        (await RunAsync(url, "get", "endpoints")).Output.ShouldContain("acme          inbox  SftpServer  yes");
        (await RunAsync(url, "sessions")).Output.ShouldBe("No sessions.\n");
        (await RunAsync(url, "transfers")).Output.ShouldBe("No transfers.\n");
        (await RunAsync(url, "watch", "--until-idle")).Output.ShouldBeEmpty();
        (await RunAsync(url, "cluster", "status")).Output.ShouldContain("test-node");
        (await RunAsync(url, "delete", "endpoint", "inbox")).Output.ShouldBe("deleted Endpoint acme/inbox\n");

        _folder.Write("wrong.yaml", "kind: Endpoint\norganization: nobody\nname: x\ntype: Telepathy\n");
        var refused = await ProgramProcess.RunAsync(_folder.Root, "apply", "-f", "wrong.yaml", "--url", url);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("wrong.yaml:4: Endpoint nobody/x: type");

        await ProgramProcess.SignalAsync(serve, "TERM");
        var end = await ProgramProcess.EndAsync(serve);
        end.ExitCode.ShouldBe(0, end.ToString());
    }

    [Fact]
    public async Task Cluster_is_shown_and_a_drained_node_ends_by_itself_with_0()
    {
        using var serve = ProgramProcess.Start(_folder.Root, "serve");
        var url = await ReadyAsync(serve);

        var status = (await RunAsync(url, "cluster", "status")).Output;
        status.ShouldMatch(@"^NODE +STATUS +SHARDS +LEASE +VERSION +MANAGEMENT
test-node +Up +64 +\d");
        status.ShouldContain("64 shards, all owned");
        (await RunAsync(url, "cluster", "status", "-o", "json")).Output.ShouldContain("\"leader\": \"test-node\"");

        (await RunAsync(url, "cluster", "drain", "test-node")).Output.ShouldMatch(@"^test-node was asked to leave
(.*
)*test-node has left after \d+ s
$");
        (await ProgramProcess.EndAsync(serve)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Second_process_on_the_same_database_is_refused_with_a_sentence()
    {
        using var first = ProgramProcess.Start(_folder.Root, "serve");
        await ReadyAsync(first);

        var second = await ProgramProcess.RunAsync(_folder.Root, "serve");

        second.ExitCode.ShouldBe(1);
        second.Output.ShouldBeEmpty();
        second.Error.ShouldContain("actormft.db");
        second.Error.ShouldNotContain(" at ActorMft.");
        await ProgramProcess.SignalAsync(first, "TERM");
        (await ProgramProcess.EndAsync(first)).ExitCode.ShouldBe(0);
    }

    private async Task<Run> RunAsync(string url, params string[] args)
    {
        var run = await ProgramProcess.RunAsync(_folder.Root, [.. args, "--url", url]);
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Error.ShouldBe($"Using the token in ./data/admin.token with {url}.\n");
        return run;
    }

    private static async Task<string> ReadyAsync(Process serve)
    {
        var line = await serve.StandardOutput.ReadLineAsync();
        var ready = ReadyLine().Match(line ?? await serve.StandardError.ReadToEndAsync());
        ready.Success.ShouldBeTrue(line);
        return ready.Groups[1].Value;
    }

    [GeneratedRegex(@"^ready sftp=127\.0\.0\.1:\d+ management=(http://127\.0\.0\.1:\d+)$")]
    private static partial Regex ReadyLine();
}
