using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Who changed what, when, from where.</summary>
internal sealed class AuditApi(ActorNode actors) : IApiGroup
{
    private const int TimeLength = 10;

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/audit", ListAsync)
        .WithTags("audit")
        .WithSummary("Changes: the newest first, or with since (a time) from there on.");

    private async Task<Page<AuditRow>> ListAsync(
        CancellationToken cancellationToken, DateTimeOffset? since = null, string? cursor = null, int limit = PageLimit.Default)
    {
        // Rows are ordered by ULIDs, whose first characters are the time; a ULID's hash never sorts before nothing.
        var from = since is { } time ? DerivedId.Create(time, string.Empty)[..TimeLength] : null;
        var rows = await actors.QueryAsync(
            new ViewQuery(ViewNames.Audit, AfterId: cursor ?? from, Limit: PageLimit.Check(limit), NewestFirst: since is null), cancellationToken);
        return new Page<AuditRow>([.. rows.Select(row => DomainJson.Read<AuditRow>(row.Json))], PageLimit.Next(rows, limit));
    }
}
