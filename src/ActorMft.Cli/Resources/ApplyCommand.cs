using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Yaml;

namespace ActorMft.Cli.Resources;

/// <summary><c>actormft apply -f FILE_OR_DIR</c>.</summary>
internal sealed class ApplyCommand : ClientCommand
{
    private readonly Option<string> _file = new("--filename", "-f", "--file")
    {
        Description = "a YAML file, a directory of them (with everything below it), or - for standard input",
        HelpName = "FILE_OR_DIR",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "say what would change, and change nothing" };
    private readonly Option<bool> _prune = new("--prune") { Description = "also delete what the organizations in the files have and the files don't" };

    public ApplyCommand(CliContext context)
        : base("apply", "Declares resources from YAML: creates what is new, changes what differs, all or nothing.", context)
    {
        Add(_file);
        Add(_dryRun);
        Add(_prune);
        Examples =
        [
            new("actormft apply -f acme.yaml", "declares everything in the file"),
            new("actormft apply -f resources/ --dry-run", "shows what the files of a directory would change"),
            new("ACME_PASSWORD=... actormft apply -f acme.yaml", "'password: { env: ACME_PASSWORD }' is read here, not on the node"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var problems = new List<ResourceProblem>();
        var documents = ResourceFiles.Read(result.GetRequiredValue(_file), Context.Directory, Console.In, problems);
        var isReadWhole = problems.Count == 0;
        var secrets = new SecretResolver(Context.Variable, Context.Directory, problems);
        foreach (var document in documents)
        {
            secrets.Resolve(document);
        }
        if (isReadWhole && documents.Count == 0)
        {
            throw CliException.Usage("The files hold no resources.");
        }
        if (documents.Count > 0)
        {
            // With problems of its own the request still goes out, as a dry run, so that all problems come at once.
            var isDryRun = result.GetValue(_dryRun) || problems.Count > 0;
            await SendAsync(client, documents, problems, isReadWhole, isDryRun, result.GetValue(_prune), cancellationToken);
        }
        return problems.Count == 0 ? ExitCode.Done : Refuse(problems, isReadWhole);
    }

    private async Task SendAsync(ManagementClient client, List<ResourceDocument> documents, List<ResourceProblem> problems, bool isReadWhole, bool isDryRun, bool isPrune, CancellationToken cancellationToken)
    {
        var body = new JsonArray([.. documents.Select(document => document.Json)]);
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"api/v1/apply?dryRun={(isDryRun ? "true" : "false")}&prune={(isPrune ? "true" : "false")}{(isReadWhole ? "" : "&part=true")}");
            var answer = await client.PostAsync(path, body, cancellationToken);
            if (problems.Count == 0)
            {
                ApplyReport.Write(Output, answer, isDryRun);
            }
        }
        catch (ManagementException e) when (e.Problems.Count > 0)
        {
            // Where a secret could not be read here, the node has only seen a stand-in.
            var own = problems.Select(problem => (problem.At, problem.Resource)).ToHashSet();
            problems.AddRange(e.Problems.Select(problem => ApplyReport.Locate(problem, documents)).Where(problem => !own.Contains((problem.At, problem.Resource))));
        }
        catch (ManagementException) when (problems.Count > 0)
        {
            // The files' own problems come first; the node can be asked when they are solved.
        }
    }

    private int Refuse(List<ResourceProblem> problems, bool isReadWhole)
    {
        foreach (var problem in problems.OrderBy(problem => problem.At.File, StringComparer.Ordinal).ThenBy(problem => problem.At.Line).Distinct())
        {
            Context.Error.WriteLine(problem);
        }
        Context.Error.WriteLine(isReadWhole
            ? "Nothing was changed."
            : "Nothing was changed. References to what could not be read are checked once it can be.");
        return ExitCode.WrongUsage;
    }
}
