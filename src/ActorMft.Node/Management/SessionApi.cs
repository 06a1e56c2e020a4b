using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Sessions;
using ActorMft.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Lists partners' sessions and closes them, whichever node holds them.</summary>
internal sealed class SessionApi(ActorNode actors, ILiveSessions live) : IApiGroup
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/sessions", ListAsync)
            .WithTags("sessions").WithSummary("Open sessions, the oldest first; endpoint is ORGANIZATION/NAME.");
        routes.MapDelete("/api/v1/sessions/{id}", CloseAsync)
            .WithTags("sessions").WithSummary("Closes a session.");
    }

    private async Task<Page<SessionView>> ListAsync(
        CancellationToken cancellationToken, string? endpoint = null, string? cursor = null, int limit = PageLimit.Default)
    {
        var rows = await actors.QueryAsync(
            new ViewQuery(ViewNames.Session, Scope: endpoint, AfterId: cursor, Limit: PageLimit.Check(limit)), cancellationToken);
        return new Page<SessionView>(
            [.. rows.Select(row => SessionView.Of(DomainJson.Read<SessionRow>(row.Json), live.Find(row.Id)))], PageLimit.Next(rows, limit));
    }

    private async Task<IResult> CloseAsync(string id, HttpContext context)
    {
        var who = Requester.Of(context);
        var row = await actors.GetViewAsync(ViewNames.Session, id, context.RequestAborted);
        var reply = row is null ? null : await actors.AskAsync<CloseReply>(
            ActorId.Session(id).ToEntityId(),
            new CloseSession("closed by an administrator", who.Actor, who.From),
            requestId: null,
            context.RequestAborted);
        return reply is { Found: true } ? TypedResults.NoContent() : throw ApiException.NotFound($"There is no open session {id}.");
    }
}
