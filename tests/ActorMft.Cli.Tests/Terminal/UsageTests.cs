using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Terminal;

/// <summary>Exit codes and sentences when the command line or the way to the node is wrong.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("transfer", "did you mean transfers?")]
    [InlineData("transfers --state late", "'waiting'")]
    [InlineData("transfers --limit 0", "--limit is a number from 1 on.")]
    [InlineData("transfers --limit many", "many")]
    [InlineData("apply", "--filename")]
    [InlineData("get nonsense", "kinds are Organization, Endpoint, User, RemoteServer, Flow")]
    [InlineData("get flow a/b/c", "ORGANIZATION/NAME")]
    [InlineData("cluster", "status")]
    [InlineData("cluster drain", "NODE")]
    [InlineData("cluster drain node-1 --timeout soon", "--timeout is a duration")]
    [InlineData("sftp-server --root /nowhere/at/all", "/nowhere/at/all")]
    [InlineData("sftp-server --log-level LOUD", "allowed are QUIET")]
    [InlineData("sessions --url nonsense", "from --url")]
    public async Task Wrong_usage_is_told_and_exits_with_2(string commandLine, string said)
    {
        var run = await Run.OfAsync(commandLine.Split(' '));

        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain(said);
        run.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("demo --help")]
    [InlineData("apply --help")]
    [InlineData("get --help")]
    [InlineData("delete --help")]
    [InlineData("sessions --help")]
    [InlineData("sessions close --help")]
    [InlineData("transfers --help")]
    [InlineData("transfers list --help")]
    [InlineData("transfers show --help")]
    [InlineData("transfers retry --help")]
    [InlineData("transfers cancel --help")]
    [InlineData("watch --help")]
    [InlineData("cluster status --help")]
    [InlineData("cluster drain --help")]
    [InlineData("remote test --help")]
    [InlineData("remote accept-host-key --help")]
    [InlineData("remote public-key --help")]
    [InlineData("sftp-server --help")]
    [InlineData("hash-password --help")]
    public async Task Every_command_teaches_by_examples(string commandLine)
    {
        var run = await Run.OfAsync(commandLine.Split(' '));

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Examples:");
        run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..].ShouldContain("actormft ");
    }

    [Fact]
    public async Task Node_that_is_down_is_named_with_what_to_do()
    {
        var run = await Run.OfAsync("transfers", "--url", "http://127.0.0.1:9");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldBe("No node answers at http://127.0.0.1:9 (connection refused). Start one with 'actormft serve', or name the right one with --url or ACTORMFT_URL (this address is from --url).\n");
    }

    [Fact]
    public async Task Missing_token_is_told()
    {
        await using var node = new FakeNode((_, _) => (200, "[]"));

        var run = await Run.OfAsync(new Dictionary<string, string>(StringComparer.Ordinal), "/", "sessions", "--url", node.Url);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("wants a token and none was given");
    }

    [Fact]
    public async Task Refused_token_is_told_with_where_it_came_from()
    {
        await using var node = new FakeNode((_, _) => (200, "[]"));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["ACTORMFT_TOKEN"] = "wrong" };

        var run = await Run.OfAsync(variables, "/", "sessions", "--url", node.Url);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("does not accept the token from ACTORMFT_TOKEN");
        run.Error.ShouldNotContain("wrong");
    }

    [Fact]
    public async Task Token_file_of_a_local_node_is_used_and_named()
    {
        await using var node = new FakeNode((_, _) => (200, """{"items":[]}"""));
        using var folder = new TemporaryFolder();
        folder.Write("data/admin.token", FakeNode.Token + "\n");

        var run = await Run.OfAsync(new Dictionary<string, string>(StringComparer.Ordinal), folder.Root, "sessions", "--url", node.Url);

        run.ShouldBe(new Run(0, "No sessions.\n", $"Using the token in ./data/admin.token with {node.Url}.\n"));
    }

    [Fact]
    public async Task Something_else_at_the_address_is_told()
    {
        await using var node = new FakeNode((_, _) => (200, "<html>hello</html>"));

        var run = await node.RunAsync("/", "sessions");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("something this program doesn't understand");
    }
}
