using System.Text.Json.Nodes;
using ActorMft.Domain.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Declares many resources at once, all or none.</summary>
internal sealed class ApplyApi(ResourceDeclarations declarations) : IApiGroup
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/apply", ApplyAsync)
        .WithTags("apply")
        .WithSummary("Declares an array of resources, all or none; problems come back all at once, each with the resource's index and path. With part=true they are only checked: more resources, which can't be read, belong to them.")
        .Accepts<JsonArray>("application/json");

    private async Task<ApplyAnswer> ApplyAsync(HttpContext context, bool dryRun = false, bool prune = false, bool part = false)
    {
        if (await RequestBody.ReadAsync(context) is not JsonArray documents)
        {
            throw ApiException.BadRequest("The body must be a JSON array of resources.");
        }

        if (part)
        {
            await declarations.CheckPartAsync([.. documents], context.RequestAborted);
            return new ApplyAnswer([], Revision: 0, DryRun: true);
        }

        var reply = await declarations.DeclareAsync([.. documents], prune, dryRun, Requester.Of(context), context.RequestAborted);
        return new ApplyAnswer(reply.Outcomes, reply.Revision, dryRun);
    }

    /// <summary>What became of each resource, in the order of the request, then what was pruned.</summary>
    internal sealed record ApplyAnswer(IReadOnlyList<ResourceOutcome> Resources, long Revision, bool DryRun);
}
