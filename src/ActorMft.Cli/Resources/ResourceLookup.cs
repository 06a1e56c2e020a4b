using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Resources;

/// <summary>Finds declared resources, over all organizations when none is named.</summary>
internal sealed class ResourceLookup(ManagementClient client)
{
    private const string Root = "api/v1/organizations";

    public static string PathOf(ResourceKind kind, string organization, string name) => kind.Segment is null
        ? $"{Root}/{Uri.EscapeDataString(name)}"
        : $"{Root}/{Uri.EscapeDataString(organization)}/{kind.Segment}/{Uri.EscapeDataString(name)}";

    public async Task<JsonArray> ListAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        var organizations = await client.GetListAsync(Root, cancellationToken);
        if (kind.Segment is null)
        {
            return organizations;
        }
        var all = new JsonArray();
        foreach (var organization in organizations)
        {
            foreach (var item in await client.GetListAsync($"{Root}/{Uri.EscapeDataString(Text(organization, "name"))}/{kind.Segment}", cancellationToken))
            {
                all.Add(item?.DeepClone());
            }
        }
        return all;
    }

    /// <summary>Organization and name of the one resource that was meant.</summary>
    /// <exception cref="CliException">None or several have that name.</exception>
    public async Task<(string Organization, string Name)> ResolveAsync(ResourceKind kind, ResourceName name, CancellationToken cancellationToken)
    {
        if (kind.Segment is null)
        {
            return (name.Name, name.Name);
        }
        if (name.Organization is not null)
        {
            return (name.Organization, name.Name);
        }
        var owners = (await ListAsync(kind, cancellationToken))
            .Where(item => Text(item, "name") == name.Name)
            .Select(item => Text(item, "organization"))
            .ToList();
        return owners switch
        {
            [var only] => (only, name.Name),
            [] => throw new CliException($"There is no {kind.Name} '{name.Name}'; 'actormft get {kind.Words[0]}' lists what there is."),
            _ => throw CliException.Usage($"Several organizations have a {kind.Name} '{name.Name}'; write one of {string.Join(", ", owners.Select(owner => $"{owner}/{name.Name}"))}."),
        };
    }

    private static string Text(JsonNode? item, string key) => item?[key]?.ToString() ?? "";
}
