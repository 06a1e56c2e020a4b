using System.Text.Json.Nodes;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Reads, declares and deletes single resources, as JSON twins of their YAML.</summary>
internal sealed class ResourceApi(CatalogReader catalog, ResourceDeclarations declarations, Uri? publicUrl) : IApiGroup
{
    private const string Root = "/api/v1/organizations";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, () => List(ResourceKind.Organization, organization: null))
            .WithTags("organizations").WithSummary("All organizations.");
        MapOrganization(routes);
        foreach (var (segment, kind) in ResourceSegments.All)
        {
            MapKind(routes, segment, kind);
        }
    }

    private void MapOrganization(IEndpointRouteBuilder routes)
    {
        const string Path = Root + "/{org}";
        static ResourceKey Key(string org) => new(ResourceKind.Organization, org, org);
        Describe(
            "organizations",
            routes.MapGet(Path, (string org) => Get(Key(org))),
            routes.MapPut(Path, (string org, HttpContext context) => PutAsync(Key(org), context)),
            routes.MapDelete(Path, (string org, HttpContext context) => DeleteAsync(Key(org), context)));
    }

    private void MapKind(IEndpointRouteBuilder routes, string segment, ResourceKind kind)
    {
        var path = $"{Root}/{{org}}/{segment}";
        routes.MapGet(path, (string org) => ListOf(kind, org)).WithTags(segment).WithSummary($"An organization's {segment}.");
        path += "/{name}";
        Describe(
            segment,
            routes.MapGet(path, (string org, string name) => Get(new ResourceKey(kind, org, name))),
            routes.MapPut(path, (string org, string name, HttpContext context) => PutAsync(new ResourceKey(kind, org, name), context)),
            routes.MapDelete(path, (string org, string name, HttpContext context) => DeleteAsync(new ResourceKey(kind, org, name), context)));
    }

    private static void Describe(string tag, RouteHandlerBuilder get, RouteHandlerBuilder put, RouteHandlerBuilder delete)
    {
        get.WithTags(tag).WithSummary("One resource; secrets are shown as { \"set\": true }.");
        put.WithTags(tag).WithSummary("Declares one resource: makes it, or makes it so.").Accepts<JsonObject>("application/json");
        delete.WithTags(tag).WithSummary("Deletes a resource that nothing refers to.");
    }

    private Page<JsonObject> ListOf(ResourceKind kind, string organization) =>
        catalog.Current.Find(new ResourceKey(ResourceKind.Organization, organization, organization)) is null
            ? throw ApiException.NotFound($"There is no organization {organization}.")
            : List(kind, organization);

    private Page<JsonObject> List(ResourceKind kind, string? organization) => new(
        [
            .. catalog.Current.Entries
                .Where(entry => entry.Spec.Kind == kind && (organization is null || string.Equals(entry.Spec.Organization, organization, StringComparison.Ordinal)))
                .OrderBy(entry => entry.Spec.Name, StringComparer.Ordinal)
                .Select(entry => ResourceDocument.Show(entry, publicUrl)),
        ],
        NextCursor: null);

    private JsonObject Get(ResourceKey key) =>
        ResourceDocument.Show(catalog.Current.Find(key) ?? throw ApiException.NotFound($"There is no {key}."), publicUrl);

    private async Task<JsonObject> PutAsync(ResourceKey key, HttpContext context)
    {
        if (await RequestBody.ReadAsync(context) is not JsonObject document)
        {
            throw ApiException.BadRequest("The body must be a JSON object: the resource.");
        }

        Settle(document, "kind", key.Kind.ToString());
        Settle(document, "name", key.Name);
        if (key.Kind != ResourceKind.Organization)
        {
            Settle(document, "organization", key.Organization);
        }

        await declarations.DeclareAsync([document], prune: false, dryRun: false, Requester.Of(context), context.RequestAborted);
        return Get(key);
    }

    private async Task<IResult> DeleteAsync(ResourceKey key, HttpContext context)
    {
        await declarations.DeleteAsync(key, Requester.Of(context), context.RequestAborted);
        return TypedResults.NoContent();
    }

    // The path says which resource is meant; the body may repeat it.
    private static void Settle(JsonObject document, string name, string value)
    {
        if (document[name] is { } written && !string.Equals(written.ToString(), value, StringComparison.Ordinal))
        {
            throw ApiException.BadRequest($"The body says {name} \"{written}\" and the path says \"{value}\".");
        }

        document[name] = value;
    }
}
