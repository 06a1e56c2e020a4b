using System.Globalization;
using ActorMft.Domain.Flows;
using ActorMft.Node.Connector;
using ActorMft.Sftp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>The connector operations but for <see cref="ListenApi"/>: get, create, upsert, query, list and delete, on external and LAN endpoints.</summary>
internal sealed class ConnectorApi(ConnectorPlaces places, FileConnector connector, ConnectorAudit audit) : IApiGroup
{
    /// <summary>The files of an endpoint.</summary>
    public const string Root = "/api/v1/organizations/{org}/endpoints/{name}/files";

    private static readonly TimeSpan _listTimeout = TimeSpan.FromMinutes(10);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, QueryAsync).WithRequestTimeout(_listTimeout)
            .WithTags("files").WithSummary("Lists a directory, or the files that a query is for.");
        routes.MapDelete(Root, DeleteAsync).WithTags("files").WithSummary("Removes a file.");
        routes.MapGet(Root + "/content", GetAsync).DisableRequestTimeout()
            .WithTags("files").WithSummary("A file's content, from an offset if asked for.");
        routes.MapPut(Root + "/content", PutAsync).DisableRequestTimeout()
            .WithTags("files").WithSummary("Writes a file: create fails when it is there, upsert replaces it.");
    }

    private async Task<ConnectorListing> QueryAsync(
        string org,
        string name,
        string? remoteDirectory,
        string? include,
        long? minSize,
        long? maxSize,
        DateTimeOffset? modifiedAfter,
        DateTimeOffset? modifiedBefore,
        bool? recursive,
        bool? filesOnly,
        string? sort,
        bool? descending,
        int? limit,
        bool? metadata,
        CancellationToken cancellationToken)
    {
        CheckGlob(include);
        if (limit is < 1 or > ConnectorQuery.MostItems)
        {
            throw ApiException.BadRequest($"limit is {limit} and must be 1 to {ConnectorQuery.MostItems}.");
        }

        var order = ConnectorSort.Name;
        if (sort is not null && !(Enum.TryParse(sort, ignoreCase: true, out order) && Enum.IsDefined(order)))
        {
            throw ApiException.BadRequest($"sort is {sort} and must be name, size or time.");
        }

        var query = new ConnectorQuery
        {
            Include = include,
            MinSize = minSize,
            MaxSize = maxSize,
            ModifiedAfter = modifiedAfter,
            ModifiedBefore = modifiedBefore,
            Recursive = recursive ?? false,
            FilesOnly = filesOnly ?? false,
            Sort = order,
            Descending = descending ?? false,
            Limit = limit ?? new ConnectorQuery().Limit,
            Metadata = metadata ?? false,
        };
        return await places.AtAsync(org, name, remoteDirectory, place => FileConnector.QueryAsync(place, query, cancellationToken), cancellationToken);
    }

    private Task<IResult> DeleteAsync(
        string org, string name, string? remoteDirectory, string fileName, HttpContext context, CancellationToken cancellationToken)
    {
        CheckName(fileName);
        places.Require(org, name);
        return audit.RunAsync((org, name), Requester.Of(context), PathOf(remoteDirectory, fileName), "Deleted", () => places.AtAsync<(IResult, string)>(
            org,
            name,
            remoteDirectory,
            async place =>
            {
                var path = place.PathOf(fileName);
                await place.Files.RemoveAsync(path, cancellationToken);
                return (TypedResults.NoContent(), $"'{path}'");
            },
            cancellationToken));
    }

    private Task<IResult> GetAsync(
        string org, string name, string? remoteDirectory, string fileName, long? offset, bool? metadata, HttpContext context, CancellationToken cancellationToken)
    {
        CheckName(fileName);
        return places.AtAsync<IResult>(
            org,
            name,
            remoteDirectory,
            async place =>
            {
                await using var file = await place.Files.OpenAsync(place.PathOf(fileName), SftpOpenFlags.Read, default, cancellationToken);
                var attributes = await file.StatAsync(cancellationToken);
                var from = offset ?? 0;
                if (attributes.IsDirectory || from < 0 || from > (attributes.Size ?? long.MaxValue))
                {
                    throw ApiException.BadRequest(attributes.IsDirectory ? $"'{fileName}' is a directory; list it." : $"offset is {from} and must be 0 to the file's size, {attributes.Size}.");
                }

                var headers = context.Response.Headers;
                headers.ContentType = "application/octet-stream";
                headers["ActorMft-File-Name"] = Uri.EscapeDataString(fileName);
                headers["ActorMft-Remote-Directory"] = Uri.EscapeDataString(place.Directory);
                if (metadata == true && attributes.ModifiedAt is { } modified)
                {
                    headers["ActorMft-Timestamp"] = modified.ToString("O", CultureInfo.InvariantCulture);
                }

                // A file that grows or shrinks meanwhile ends in an error instead of passing for whole.
                headers.ContentLength = attributes.Size - from;
                await connector.GetAsync(file, from, context.Response.Body, cancellationToken);
                return TypedResults.Empty;
            },
            cancellationToken);
    }

    private Task<IResult> PutAsync(
        string org, string name, string? remoteDirectory, string fileName, string? mode, bool? metadata, HttpContext context, CancellationToken cancellationToken)
    {
        CheckName(fileName);
        if (mode is not ("create" or "upsert"))
        {
            throw ApiException.BadRequest($"mode is '{mode}' and must be create (fails when the file is there) or upsert (replaces it).");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        places.Require(org, name);
        return audit.RunAsync((org, name), Requester.Of(context), PathOf(remoteDirectory, fileName), mode == "create" ? "Created" : "Upserted", () => places.AtAsync<(IResult, string)>(
            org,
            name,
            remoteDirectory,
            async place =>
            {
                var size = await connector.PutAsync(place, fileName, context.Request.Body, replace: mode == "upsert", cancellationToken);
                var modified = metadata == true ? (await place.Files.StatAsync(place.PathOf(fileName), cancellationToken)).ModifiedAt : null;
                return (TypedResults.Ok(new ConnectorFile(fileName, place.Directory, "file", size, modified)), string.Create(CultureInfo.InvariantCulture, $"'{place.PathOf(fileName)}', {size} bytes"));
            },
            cancellationToken));
    }

    /// <summary>As it was asked for, for people.</summary>
    private static string PathOf(string? remoteDirectory, string fileName) =>
        string.IsNullOrWhiteSpace(remoteDirectory) ? fileName : $"{remoteDirectory.Trim().TrimEnd('/')}/{fileName}";

    private static void CheckName(string fileName)
    {
        if (fileName is "" or "." or ".." || fileName.AsSpan().ContainsAny('/', '\0'))
        {
            throw ApiException.BadRequest($"fileName is '{fileName}' and must be a name without '/'; the directory goes into remoteDirectory.");
        }
    }

    /// <exception cref="ApiException">It is no glob.</exception>
    public static void CheckGlob(string? include)
    {
        if (include is not null && Glob.Problem(include) is { } allowed)
        {
            throw ApiException.BadRequest($"include is '{include}' and must be {allowed}.");
        }
    }
}
