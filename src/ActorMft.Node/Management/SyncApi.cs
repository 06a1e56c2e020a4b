using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;
using ActorMft.Node.Catalog;
using ActorMft.Node.Delivery;
using ActorMft.Node.Engine;
using ActorMft.Node.Remotes;
using ActorMft.Node.Syncs;
using ActorMft.Sftp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Runs syncs, ends their runs, shows what they do, and says what a run would do.</summary>
internal sealed class SyncApi(ActorNode actors, CatalogReader catalog, SyncOpener opener) : IApiGroup
{
    private const string Root = "/api/v1/organizations/{org}/syncs/{name}";
    private const int DefaultEntries = 1000;
    private const int MostEntries = 10_000;

    // Large trees take their time, and nothing is held meanwhile but one connection.
    private static readonly TimeSpan _planTimeout = TimeSpan.FromMinutes(10);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root + "/status", StatusAsync).WithTags("syncs").WithSummary("What a sync does now, how it ended last, and when it runs next.");
        routes.MapPost(Root + "/run", RunAsync).WithTags("syncs").WithSummary("Runs a sync now, unless it is running.");
        routes.MapPost(Root + "/stop", StopAsync).WithTags("syncs").WithSummary("Ends the run in progress; what was copied stays.");
        routes.MapPost(Root + "/plan", PlanAsync).WithRequestTimeout(_planTimeout)
            .WithTags("syncs").WithSummary("What a run would copy, and why; nothing is changed.");
    }

    private async Task<SyncRow> StatusAsync(string org, string name, CancellationToken cancellationToken)
    {
        Find(org, name);
        return await actors.GetViewAsync(ViewNames.Sync, $"{org}/{name}", cancellationToken) is { } row
            ? DomainJson.Read<SyncRow>(row.Json)
            : new SyncRow(org, name, Hold: null, Running: null, Progress: null, Last: null, NextRun: null);
    }

    private async Task<IResult> RunAsync(string org, string name, HttpContext context)
    {
        var reply = await AskAsync(org, name, new StartSync(Requester.Of(context).Actor), context.RequestAborted);
        return TypedResults.Accepted($"/api/v1/organizations/{org}/syncs/{name}/status", new Run(reply));
    }

    private async Task<Run> StopAsync(string org, string name, HttpContext context) =>
        new(await AskAsync(org, name, new StopSync(Requester.Of(context).Actor), context.RequestAborted));

    private async Task<SyncPlan> PlanAsync(string org, string name, int? limit, CancellationToken cancellationToken)
    {
        var spec = Find(org, name);
        if (limit is < 0 or > MostEntries)
        {
            throw ApiException.BadRequest($"limit is {limit} and must be 0 to {MostEntries}.");
        }

        try
        {
            await using var local = await opener.OpenLocalAsync(spec, cancellationToken);
            var items = opener.Create(spec, local, new SyncTally()).PlanAsync(cancellationToken);
            return await SyncPlan.OfAsync(items, limit ?? DefaultEntries, cancellationToken);
        }
        catch (Exception exception) when (exception is SftpException or DeliveryException or RemoteException)
        {
            throw ApiException.Conflict($"The sync {org}/{name} can't be planned: {exception.Message}");
        }
    }

    private async Task<string> AskAsync(string org, string name, object message, CancellationToken cancellationToken)
    {
        Find(org, name);
        var reply = await actors.AskAsync<SyncReply>(ActorId.Sync(org, name).ToEntityId(), message, requestId: null, cancellationToken);
        return reply.RunId ?? throw ApiException.Conflict(reply.Reason ?? "The sync didn't say why not.");
    }

    private SyncSpec Find(string org, string name) => catalog.Current.Find(new ResourceKey(ResourceKind.Sync, org, name))?.Spec as SyncSpec
        ?? throw ApiException.NotFound($"There is no {new ResourceKey(ResourceKind.Sync, org, name)}.");

    /// <summary>The run that was started or ended.</summary>
    internal sealed record Run(string RunId);
}
