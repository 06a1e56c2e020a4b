using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Yaml;

namespace ActorMft.Cli.Resources;

/// <summary>Says what an apply did, or where in the files it met a problem.</summary>
internal static class ApplyReport
{
    public static void Write(TextWriter output, JsonNode? answer, bool isDryRun)
    {
        var outcomes = answer as JsonArray ?? answer?["resources"] as JsonArray ?? [];
        foreach (var outcome in outcomes)
        {
            var organization = outcome?["organization"]?.ToString();
            var name = string.IsNullOrEmpty(organization) || outcome?["kind"]?.ToString() == ResourceKind.Organization.Name ? $"{outcome?["name"]}" : $"{organization}/{outcome?["name"]}";
            output.WriteLine(TerminalText.Clean($"{outcome?["outcome"],-9}  {outcome?["kind"]} {name}"));
        }
        if (isDryRun)
        {
            output.WriteLine("This was a dry run; nothing was changed.");
        }
    }

    /// <summary>A problem that the node found, at the line that it is about.</summary>
    public static ResourceProblem Locate(ApiProblem problem, IReadOnlyList<ResourceDocument> documents)
    {
        var document = documents[Math.Clamp(problem.Index ?? 0, 0, documents.Count - 1)];
        var path = problem.Path ?? "";
        var value = ResourceDocument.IsSecretPath(path) ? null : problem.Value;
        var said = (problem.Message, problem.Allowed) switch
        {
            ({ Length: > 0 } message, { Length: > 0 } allowed) => $"{message}; allowed: {allowed}",
            ({ Length: > 0 } message, _) => message,
            (_, { Length: > 0 } allowed) when value is not null => $"is refused; allowed: {allowed}",
            (_, { Length: > 0 } allowed) => allowed,
            _ => "is refused",
        };
        return new ResourceProblem(document.Locate(path), document.Title, path, value, said);
    }
}
