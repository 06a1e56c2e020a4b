using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Resources;

public sealed class GetAndDeleteTests
{
    private const string Flow = """{"kind":"Flow","organization":"acme","name":"invoices","enabled":true,"source":{"endpoint":"inbox","path":"/in","trigger":{"on":"close"},"afterCopy":"delete"},"targets":[{"endpoint":"bank","path":"x"}]}""";

    [Fact]
    public async Task Flows_of_all_organizations_are_a_table()
    {
        await using var node = new FakeNode(Answer);

        var run = await node.RunAsync("/", "get", "flows");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe(
            "ORGANIZATION  NAME      ENABLED  SOURCE     TARGETS  TRIGGER  NEXT LOOK  AFTER COPY\n" +
            "acme          invoices  yes      inbox:/in  bank:x   close               delete\n" +
            "other         invoices  yes      inbox:/in  bank:x   close               delete\n");
    }

    [Fact]
    public async Task One_resource_as_yaml_is_what_apply_reads()
    {
        await using var node = new FakeNode(Answer);

        var run = await node.RunAsync("/", "get", "flow", "acme/invoices", "-o", "yaml");

        run.Output.ShouldStartWith("kind: Flow\norganization: acme\nname: invoices\nenabled: true\nsource:\n  endpoint: inbox\n");
    }

    [Fact]
    public async Task Name_that_several_organizations_have_must_be_written_out()
    {
        await using var node = new FakeNode(Answer);

        var run = await node.RunAsync("/", "delete", "flow", "invoices");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("write one of acme/invoices, other/invoices");
    }

    [Fact]
    public async Task Refusal_of_the_node_is_its_sentence()
    {
        await using var node = new FakeNode((request, _) => request.StartsWith("DELETE", StringComparison.Ordinal)
            ? (409, """{"title":"Conflict","detail":"Flow acme/invoices can't be deleted: it moves files."}""")
            : Answer(request, ""));

        var run = await node.RunAsync("/", "delete", "flow", "acme/invoices");

        run.ShouldBe(new Run(1, "", "Flow acme/invoices can't be deleted: it moves files.\n"));
    }

    private static (int Status, string Json) Answer(string request, string body) => request switch
    {
        "GET /api/v1/organizations" => (200, """{"items":[{"kind":"Organization","name":"acme"},{"kind":"Organization","name":"other"}]}"""),
        "GET /api/v1/organizations/acme/flows" => (200, $$"""{"items":[{{Flow}}]}"""),
        "GET /api/v1/organizations/acme/flows/invoices" => (200, Flow),
        "GET /api/v1/organizations/other/flows" => (200, $$"""{"items":[{{Flow.Replace("acme", "other", StringComparison.Ordinal)}}]}"""),
        _ => (404, """{"detail":"nothing here"}"""),
    };
}
