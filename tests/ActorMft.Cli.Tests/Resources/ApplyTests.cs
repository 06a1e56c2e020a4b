using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Resources;

public sealed class ApplyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Outcomes_are_printed_per_resource()
    {
        _folder.Write("acme.yaml", "kind: Organization\nname: acme\n---\nkind: Flow\norganization: acme\nname: invoices\n");
        await using var node = new FakeNode((_, _) => (200, """
            {"resources":[{"kind":"Organization","organization":"acme","name":"acme","outcome":"unchanged"},
                          {"kind":"Flow","organization":"acme","name":"invoices","outcome":"created"}],"revision":3,"dryRun":false}
            """));

        var run = await node.RunAsync(_folder.Root, "apply", "-f", "acme.yaml");

        run.ShouldBe(new Run(0, "unchanged  Organization acme\ncreated    Flow acme/invoices\n", ""));
        node.Requests.ShouldBe(["""POST /api/v1/apply?dryRun=false&prune=false [{"kind":"Organization","name":"acme"},{"kind":"Flow","organization":"acme","name":"invoices"}]"""]);
    }

    [Fact]
    public async Task Problems_of_the_node_are_shown_at_their_lines_without_secrets()
    {
        _folder.Write("acme.yaml", """
            kind: RemoteServer
            organization: acme
            name: bank
            port: 70000
            auth:
              password: { value: geheim }
            ---
            kind: Flow
            organization: acme
            name: invoices
            targets:
              - endpoint: nowhere
            """);
        await using var node = new FakeNode((_, _) => (422, """
            {"detail":"3 things are wrong.","problems":[
              {"index":1,"path":"targets[0].endpoint","value":"nowhere","allowed":"an endpoint of acme"},
              {"index":0,"path":"port","value":"70000","allowed":"1 to 65535"},
              {"index":0,"path":"auth.password.value","value":"geheim","allowed":"something better"}]}
            """));

        var run = await node.RunAsync(_folder.Root, "apply", "-f", "acme.yaml");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBe("""
            acme.yaml:4: RemoteServer acme/bank: port "70000" is refused; allowed: 1 to 65535
            acme.yaml:6: RemoteServer acme/bank: auth.password.value: something better
            acme.yaml:12: Flow acme/invoices: targets[0].endpoint "nowhere" is refused; allowed: an endpoint of acme
            Nothing was changed.

            """);
    }

    [Fact]
    public async Task Problems_of_files_and_node_come_at_once_and_nothing_is_changed()
    {
        _folder.Write("acme.yaml", "kind: User\nname: up\nhome: x\npassword: { env: NOT_SET_ANYWHERE }\n");
        await using var node = new FakeNode((_, _) => (422, """{"detail":"One thing.","problems":[{"index":0,"path":"home","value":"x","allowed":"an absolute path"}]}"""));

        var run = await node.RunAsync(_folder.Root, "apply", "-f", "acme.yaml");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("acme.yaml:3: User up: home \"x\" is refused; allowed: an absolute path\nacme.yaml:4: User up: password.env: the environment variable NOT_SET_ANYWHERE is not set");
        node.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/apply?dryRun=true");
    }

    [Fact]
    public async Task Syntax_problems_of_all_files_come_at_once_and_the_node_is_not_asked()
    {
        _folder.Write("all/a.yaml", "kind: [\n");
        _folder.Write("all/b.yaml", "kind: Flow\nkind: Flow\n");
        await using var node = new FakeNode((_, _) => (200, "{}"));

        var run = await node.RunAsync(_folder.Root, "apply", "-f", "all");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("all/a.yaml:");
        run.Error.ShouldContain("all/b.yaml:2: not valid YAML: ");
        node.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_can_be_read_beside_a_broken_file_is_checked_as_a_part()
    {
        _folder.Write("all/a.yaml", "kind: [\n");
        _folder.Write("all/b.yaml", "kind: Flow\nname: f\ncolour: blue\n");
        await using var node = new FakeNode((_, _) => (422, """{"detail":"One thing.","problems":[{"index":0,"path":"colour","allowed":"no such field"}]}"""));

        var run = await node.RunAsync(_folder.Root, "apply", "-f", "all");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("all/a.yaml:");
        run.Error.ShouldContain("all/b.yaml:3: Flow f: colour: no such field\nNothing was changed. References to what could not be read are checked once it can be.");
        node.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/apply?dryRun=true&prune=false&part=true [{");
    }

    [Fact]
    public async Task Dry_run_and_prune_are_passed_on()
    {
        _folder.Write("acme.yaml", "kind: Organization\nname: acme\n");
        await using var node = new FakeNode((_, _) => (200, """{"resources":[]}"""));

        var run = await node.RunAsync(_folder.Root, "apply", "-f", "acme.yaml", "--dry-run", "--prune");

        run.Output.ShouldContain("nothing was changed");
        node.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/apply?dryRun=true&prune=true");
    }
}
