using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Json;

/// <summary>Reads declared resources from JSON and reports every problem at once: unknown fields, wrong types, values that are not allowed.</summary>
public static class ResourceReader
{
    private const string KindField = "kind";

    /// <summary>Reads one resource, and checks everything that can be checked without the other resources.</summary>
    /// <param name="json">An object with <c>kind</c>; the twin of the YAML.</param>
    /// <param name="index">The resource's place in the declaration, for the problems.</param>
    public static ReadResource Read(JsonElement json, int index)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new ReadResource(null, [new Problem(index, "", ShapeReader.Shorten(json.GetRawText()), "a resource: fields, of which one is kind")]);
        }

        var type = json.TryGetProperty(KindField, out var kind) ? TypeOf(kind) : null;
        if (type is null)
        {
            var seen = kind.ValueKind == JsonValueKind.Undefined ? null : ShapeReader.Shorten(kind.ToString());
            var kinds = string.Join(", ", Enum.GetNames<ResourceKind>());
            return new ReadResource(null, [new Problem(index, KindField, seen, $"one of {kinds}")]);
        }

        var shape = new ShapeReader(index);
        var clean = (JsonObject)shape.Read(json, type, "")!;
        clean.Insert(0, KindField, kind.GetString());
        var spec = clean.Deserialize<ResourceSpec>(DomainJson.Options)!;
        var problems = shape.Problems.ToList();
        problems.AddRange(ResourceValidator.Check(spec, index).Where(problem => !shape.Covers(problem.Path)));
        return new ReadResource(spec, problems);
    }

    private static Type? TypeOf(JsonElement kind) => kind.ValueKind != JsonValueKind.String ? null : kind.GetString() switch
    {
        nameof(ResourceKind.Organization) => typeof(OrganizationSpec),
        nameof(ResourceKind.RemoteServer) => typeof(RemoteSpec),
        nameof(ResourceKind.Endpoint) => typeof(EndpointSpec),
        nameof(ResourceKind.Flow) => typeof(FlowSpec),
        nameof(ResourceKind.User) => typeof(UserSpec),
        nameof(ResourceKind.Sync) => typeof(SyncSpec),
        nameof(ResourceKind.Mount) => typeof(MountSpec),
        _ => null,
    };
}
