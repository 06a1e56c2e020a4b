using System.Text.Json.Nodes;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Reads, declares and deletes single resources, as JSON twins of their YAML.</summary>
internal sealed class ResourceApi(CatalogReader catalog, ResourceDeclarations declarations, LookStatus looks, Uri? publicUrl) : IApiGroup
{
    private const string Root = "/api/v1/organizations";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, (CancellationToken stop) => ListAsync(ResourceKind.Organization, organization: null, stop))
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
            routes.MapGet(Path, (string org, CancellationToken stop) => GetAsync(Key(org), stop)),
            routes.MapPut(Path, (string org, HttpContext context) => PutAsync(Key(org), context)),
            routes.MapDelete(Path, (string org, HttpContext context) => DeleteAsync(Key(org), context)));
    }

    private void MapKind(IEndpointRouteBuilder routes, string segment, ResourceKind kind)
    {
        var path = $"{Root}/{{org}}/{segment}";
        routes.MapGet(path, (string org, CancellationToken stop) => ListOfAsync(kind, org, stop)).WithTags(segment).WithSummary($"An organization's {segment}.");
        path += "/{name}";
        Describe(
            segment,
            routes.MapGet(path, (string org, string name, CancellationToken stop) => GetAsync(new ResourceKey(kind, org, name), stop)),
            routes.MapPut(path, (string org, string name, HttpContext context) => PutAsync(new ResourceKey(kind, org, name), context)),
            routes.MapDelete(path, (string org, string name, HttpContext context) => DeleteAsync(new ResourceKey(kind, org, name), context)));
    }

    private static void Describe(string tag, RouteHandlerBuilder get, RouteHandlerBuilder put, RouteHandlerBuilder delete)
    {
        get.WithTags(tag).WithSummary("One resource; secrets are shown as { \"set\": true }.");
        put.WithTags(tag).WithSummary("Declares one resource: makes it, or makes it so.").Accepts<JsonObject>("application/json");
        delete.WithTags(tag).WithSummary("Deletes a resource that nothing refers to.");
    }

    private Task<Page<JsonObject>> ListOfAsync(ResourceKind kind, string organization, CancellationToken cancellationToken) =>
        catalog.Current.Find(new ResourceKey(ResourceKind.Organization, organization, organization)) is null
            ? throw ApiException.NotFound($"There is no organization {organization}.")
            : ListAsync(kind, organization, cancellationToken);

    private async Task<Page<JsonObject>> ListAsync(ResourceKind kind, string? organization, CancellationToken cancellationToken)
    {
        var documents = catalog.Current.Entries
            .Where(entry => entry.Spec.Kind == kind && (organization is null || string.Equals(entry.Spec.Organization, organization, StringComparison.Ordinal)))
            .OrderBy(entry => entry.Spec.Name, StringComparer.Ordinal)
            .Select(entry => ResourceDocument.Show(entry, publicUrl))
            .ToList();
        if (kind == ResourceKind.Flow)
        {
            await looks.AddAsync(documents, cancellationToken);
        }

        return new Page<JsonObject>(documents, NextCursor: null);
    }

    private async Task<JsonObject> GetAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var document = ResourceDocument.Show(catalog.Current.Find(key) ?? throw ApiException.NotFound($"There is no {key}."), publicUrl);
        if (key.Kind == ResourceKind.Flow)
        {
            await looks.AddAsync([document], cancellationToken);
        }

        return document;
    }

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
        return await GetAsync(key, context.RequestAborted);
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
