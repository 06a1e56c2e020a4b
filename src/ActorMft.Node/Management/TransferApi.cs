using System.Text.Json.Nodes;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Lists transfers, shows one with its timeline, retries and cancels.</summary>
internal sealed class TransferApi(ActorNode actors, ICatalog catalog, ILiveTransfers live) : IApiGroup
{
    private const string Root = "/api/v1/transfers";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ListAsync)
            .WithTags("transfers").WithSummary("Transfers, the newest first; flow is ORGANIZATION/NAME (or NAME, if only one organization has it).");
        routes.MapGet(Root + "/{id}", ShowAsync)
            .WithTags("transfers").WithSummary("One transfer with its events.");
        routes.MapPost(Root + "/{id}/retry", (string id, HttpContext context) => CommandAsync(id, who => new RetryTransfer(who.Actor, who.From), context))
            .WithTags("transfers").WithSummary("Tries again now, with all attempts.");
        routes.MapPost(
                Root + "/{id}/cancel",
                (string id, HttpContext context) => CommandAsync(id, who => new CancelTransfer("cancelled by an administrator", who.Actor, who.From), context))
            .WithTags("transfers").WithSummary("Gives the file up for this target; the source stays.");
    }

    private async Task<Page<TransferView>> ListAsync(
        CancellationToken cancellationToken, string? flow = null, string? state = null, string? cursor = null, int limit = PageLimit.Default)
    {
        var rows = await actors.QueryAsync(
            new ViewQuery(
                ViewNames.Transfer,
                Scope: flow is null ? null : ScopeOf(flow),
                Status: state is null ? null : StatusOf(state),
                AfterId: cursor,
                Limit: PageLimit.Check(limit),
                NewestFirst: true),
            cancellationToken);
        var waits = new ConnectionWaits(catalog, ReadPoolAsync);
        var views = new List<TransferView>(rows.Count);
        foreach (var row in rows)
        {
            var transfer = DomainJson.Read<TransferRow>(row.Json);
            views.Add(TransferView.Of(transfer, live.Find(row.Id), await waits.OfAsync(transfer, cancellationToken)));
        }

        return new Page<TransferView>(views, PageLimit.Next(rows, limit));
    }

    private async Task<TransferView> ShowAsync(string id, CancellationToken cancellationToken)
    {
        var row = await FindAsync(id, cancellationToken);
        var events = await actors.ReadEventsAsync(ActorId.Transfer(id).ToEntityId(), cancellationToken);
        var transfer = DomainJson.Read<TransferRow>(row.Json);
        var waitingFor = await new ConnectionWaits(catalog, ReadPoolAsync).OfAsync(transfer, cancellationToken);
        return TransferView.Of(transfer, live.Find(id), waitingFor, [.. events.Select(Show)]);
    }

    private async Task<TransferView> CommandAsync(string id, Func<Requester, object> command, HttpContext context)
    {
        await FindAsync(id, context.RequestAborted);
        var reply = await actors.AskAsync<TransferReply>(
            ActorId.Transfer(id).ToEntityId(), command(Requester.Of(context)), requestId: null, context.RequestAborted);
        return reply switch
        {
            { Found: false } => throw NotFound(id),
            { Accepted: false } => throw ApiException.Conflict(reply.Reason ?? "The transfer can't be changed now."),
            _ => await ShowAsync(id, context.RequestAborted),
        };
    }

    private async Task<PoolRow?> ReadPoolAsync(string pool, CancellationToken cancellationToken) =>
        await actors.GetViewAsync(ViewNames.Pool, pool, cancellationToken) is { } row ? DomainJson.Read<PoolRow>(row.Json) : null;

    private async Task<ViewRow> FindAsync(string id, CancellationToken cancellationToken) =>
        await actors.GetViewAsync(ViewNames.Transfer, id, cancellationToken) ?? throw NotFound(id);

    private static ApiException NotFound(string id) => ApiException.NotFound($"There is no transfer {id}.");

    // Stored names are "transfer.delivered"; that it is a transfer's event goes without saying here.
    private static JsonObject Show(StoredEvent stored)
    {
        var shown = new JsonObject { ["seq"] = stored.Sequence, ["type"] = stored.Type[(stored.Type.IndexOf('.', StringComparison.Ordinal) + 1)..], ["at"] = stored.At };
        if (stored.Payload is TransferEvent happened)
        {
            shown["text"] = TransferTimeline.Describe(happened);
        }

        foreach (var (name, value) in JsonNode.Parse(stored.Json)!.AsObject())
        {
            shown.TryAdd(name, value?.DeepClone());
        }

        return shown;
    }

    private static string StatusOf(string state) =>
        Enum.TryParse<TransferState>(state, ignoreCase: true, out var known) && !char.IsAsciiDigit(state[0])
            ? known.ToString().ToLowerInvariant()
            : throw ApiException.BadRequest(
                $"state is \"{state}\"; allowed: {string.Join(", ", Enum.GetNames<TransferState>()).ToLowerInvariant()}.");

    private string ScopeOf(string flow)
    {
        if (flow.Contains('/', StringComparison.Ordinal))
        {
            return flow;
        }

        var owners = catalog.Current.Entries
            .Where(entry => entry.Spec.Kind == ResourceKind.Flow && string.Equals(entry.Spec.Name, flow, StringComparison.Ordinal))
            .Select(entry => entry.Spec.Organization)
            .ToList();
        return owners.Count == 1
            ? $"{owners[0]}/{flow}"
            : throw ApiException.BadRequest(
                owners.Count == 0 ? $"There is no flow {flow}." : $"Several organizations have a flow {flow}; write it as ORGANIZATION/{flow}.");
    }
}
