using ActorMft.Cli.Terminal;
using ActorMft.Cli.Tests.Parts;
using ActorMft.Cli.Yaml;

namespace ActorMft.Cli.Tests.Yaml;

public sealed class ResourceFilesTests
{
    [Fact]
    public void File_of_several_documents_becomes_their_json_twins()
    {
        var (documents, problems) = Parse("""
            kind: Organization
            name: acme
            ---
            # only a comment
            ---
            kind: RemoteServer
            organization: acme
            name: 2024
            port: 2222
            enabled: false
            description: "5"
            hostKey: ~
            """);

        problems.ShouldBeEmpty();
        documents.Select(d => d.Json.ToJsonString()).ShouldBe(
        [
            """{"kind":"Organization","name":"acme"}""",
            """{"kind":"RemoteServer","organization":"acme","name":"2024","port":2222,"enabled":false,"description":"5","hostKey":null}""",
        ]);
        documents[1].Title.ShouldBe("RemoteServer acme/2024");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("name", 2)]
    [InlineData("source", 3)]
    [InlineData("source.trigger.on", 6)]
    [InlineData("source.trigger.unknown", 5)]
    [InlineData("targets[1].path", 9)]
    [InlineData("targets[1].onExisting", 8)]
    [InlineData("targets[7]", 7)]
    [InlineData("retry.attempts", 1)]
    public void Key_is_found_at_its_line_or_at_what_holds_it(string path, int line)
    {
        var (documents, _) = Parse("""
            kind: Flow
            name: invoices
            source:
              endpoint: inbox
              trigger:
                on: close
            targets: [{ endpoint: a },
              { endpoint: b,
                path: c }]
            """);

        documents.Single().Locate(path).ShouldBe(new SourcePosition("acme.yaml", line));
    }

    [Fact]
    public void Second_document_knows_its_own_lines()
    {
        var (documents, _) = Parse("kind: Organization\nname: a\n---\nkind: Organization\nname: b\n");

        documents[1].Locate("name").Line.ShouldBe(5);
        documents[1].Line.ShouldBe(4);
    }

    [Theory]
    [InlineData("kind: Flow\nname: [a, }\n", 2)]
    [InlineData("kind: Flow\nkind: Flow\n", 2)]
    [InlineData("kind: Flow\nname: a\n  more: b\n", 3)]
    [InlineData("- a\n- b\n", 1)]
    [InlineData("just words\n", 1)]
    public void Text_that_is_no_resource_is_a_problem_at_its_line(string text, int line)
    {
        var (_, problems) = Parse(text);

        problems.ShouldHaveSingleItem().At.Line.ShouldBe(line);
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
        for (var level = 'b'; level <= 'i'; level++)
        {
            var inner = (char)(level - 1);
            bomb += $"{level}: &{level} [{string.Join(',', Enumerable.Repeat($"*{inner}", 10))}]\n";
        }

        var (documents, problems) = Parse(bomb);

        documents.ShouldBeEmpty();
        problems.ShouldHaveSingleItem();
    }

    [Fact]
    public void Directory_is_read_with_everything_below_it_in_order()
    {
        using var folder = new TemporaryFolder();
        folder.Write("resources/b.yaml", "kind: Organization\nname: b\n");
        folder.Write("resources/a.yml", "kind: Organization\nname: a\n");
        folder.Write("resources/deep/c.yaml", "kind: Organization\nname: c\n");
        folder.Write("resources/notes.txt", "not yaml: [");

        var documents = ResourceFiles.Read("resources", folder.Root, TextReader.Null, []);

        documents.Select(d => $"{d.File} {d.Json["name"]}").ShouldBe(["resources/a.yml a", "resources/b.yaml b", "resources/deep/c.yaml c"]);
    }

    [Fact]
    public void Missing_file_is_wrong_usage()
    {
        var failure = Should.Throw<CliException>(() => ResourceFiles.Read("nowhere.yaml", "/", TextReader.Null, []));

        failure.ExitCode.ShouldBe(2);
        failure.Message.ShouldContain("'nowhere.yaml'");
    }

    private static (List<ResourceDocument> Documents, List<ResourceProblem> Problems) Parse(string text)
    {
        var problems = new List<ResourceProblem>();
        return (ResourceFiles.Parse("acme.yaml", text, problems), problems);
    }
}
