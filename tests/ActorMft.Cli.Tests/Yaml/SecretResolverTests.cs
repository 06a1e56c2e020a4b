using ActorMft.Cli.Tests.Parts;
using ActorMft.Cli.Yaml;

namespace ActorMft.Cli.Tests.Yaml;

public sealed class SecretResolverTests
{
    [Fact]
    public void Variables_files_and_hashes_are_resolved_where_they_stand()
    {
        using var folder = new TemporaryFolder();
        folder.Write("keys/id", "-----BEGIN KEY-----\nabc\n");
        folder.Write("keys/word", "from the file\r\n");

        var (document, problems) = Resolve(folder, """
            kind: RemoteServer
            name: bank
            auth:
              password: { env: BANK }
              privateKey: { file: keys/id }
              passphrase: { file: keys/word }
            proxy: { password: { hash: "x$y" } }
            """);

        problems.ShouldBeEmpty();
        document.Json["auth"]!["password"]!["value"]!.ToString().ShouldBe("from the variable");
        document.Json["auth"]!["privateKey"]!["value"]!.ToString().ShouldBe("-----BEGIN KEY-----\nabc\n");
        document.Json["auth"]!["passphrase"]!["value"]!.ToString().ShouldBe("from the file");
        document.Json["proxy"]!["password"]!.ToJsonString().ShouldBe("""{"hash":"x$y"}""");
    }

    [Theory]
    [InlineData("{ env: UNSET }", "auth.password.env", "UNSET")]
    [InlineData("{ file: nowhere }", "auth.password.file", "nowhere")]
    [InlineData("{ file: empty }", "auth.password.file", "empty")]
    [InlineData("geheim", "auth.password", "{ env: NAME }")]
    [InlineData("{ env: A, file: geheim }", "auth.password", "{ env: NAME }")]
    [InlineData("{ vault: geheim }", "auth.password", "{ env: NAME }")]
    [InlineData("[geheim]", "auth.password", "{ env: NAME }")]
    public void Secret_that_cannot_be_read_is_a_problem_that_never_shows_it(string written, string path, string said)
    {
        using var folder = new TemporaryFolder();
        folder.Write("empty", "");

        var (_, problems) = Resolve(folder, $"kind: RemoteServer\nname: bank\nauth:\n  password: {written}\n");

        var problem = problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.At.Line.ShouldBe(4);
        problem.ToString().ShouldContain(said);
        problem.ToString().ShouldNotContain("geheim");
    }

    private static (ResourceDocument Document, List<ResourceProblem> Problems) Resolve(TemporaryFolder folder, string yaml)
    {
        var problems = new List<ResourceProblem>();
        var document = ResourceFiles.Parse("acme.yaml", yaml, problems).Single();
        new SecretResolver(name => name == "BANK" ? "from the variable" : null, folder.Root, problems).Resolve(document);
        return (document, problems);
    }
}
