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
    private const string Closed = "closed by an administrator";

    /// <summary>OpenSSH's client shows 400 bytes of a sentence.</summary>
    private const int LongestReason = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/sessions", ListAsync)
            .WithTags("sessions").WithSummary("Open sessions, the oldest first; endpoint is ORGANIZATION/NAME.");
        routes.MapDelete("/api/v1/sessions/{id}", CloseAsync)
            .WithTags("sessions").WithSummary("Closes a session; its partner is told a reason, if one is given.");
    }

    private async Task<Page<SessionView>> ListAsync(
        CancellationToken cancellationToken, string? endpoint = null, string? cursor = null, int limit = PageLimit.Default)
    {
        var rows = await actors.QueryAsync(
            new ViewQuery(ViewNames.Session, Scope: endpoint, AfterId: cursor, Limit: PageLimit.Check(limit)), cancellationToken);
        return new Page<SessionView>(
            [.. rows.Select(row => SessionView.Of(DomainJson.Read<SessionRow>(row.Json), live.Find(row.Id)))], PageLimit.Next(rows, limit));
    }

    private async Task<IResult> CloseAsync(string id, HttpContext context, string? reason = null)
    {
        var sentence = string.IsNullOrWhiteSpace(reason) ? Closed : $"{Closed}: {Check(reason.Trim())}";
        var who = Requester.Of(context);
        var row = await actors.GetViewAsync(ViewNames.Session, id, context.RequestAborted);
        var reply = row is null ? null : await actors.AskAsync<CloseReply>(
            ActorId.Session(id).ToEntityId(),
            new CloseSession(sentence, who.Actor, who.From),
            requestId: null,
            context.RequestAborted);
        return reply is { Found: true } ? TypedResults.NoContent() : throw ApiException.NotFound($"There is no open session {id}.");
    }

    private static string Check(string reason) => reason.Length <= LongestReason && !reason.Any(char.IsControl)
        ? reason
        : throw ApiException.BadRequest($"reason has {reason.Length} characters and must be one line of at most {LongestReason}; the partner is told it.");
}
