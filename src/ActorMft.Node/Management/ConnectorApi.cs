using System.Globalization;
using System.Text.Json;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Connector;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>The connector operations: get, create, upsert, query, list, delete and listen, on external and LAN endpoints.</summary>
internal sealed class ConnectorApi(ICatalog catalog, FileConnector connector, ConnectorAudit audit, TimeProvider time) : IApiGroup
{
    private const string Root = "/api/v1/organizations/{org}/endpoints/{name}/files";
    private const int MostListened = 100_000;
    private static readonly TimeSpan _listTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromDays(1);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, QueryAsync).WithRequestTimeout(_listTimeout)
            .WithTags("files").WithSummary("Lists a directory, or the files that a query is for.");
        routes.MapDelete(Root, DeleteAsync).WithTags("files").WithSummary("Removes a file.");
        routes.MapGet(Root + "/content", GetAsync).DisableRequestTimeout()
            .WithTags("files").WithSummary("A file's content, from an offset if asked for.");
        routes.MapPut(Root + "/content", PutAsync).DisableRequestTimeout()
            .WithTags("files").WithSummary("Writes a file: create fails when it is there, upsert replaces it.");
        routes.MapGet(Root + "/listen", ListenAsync).DisableRequestTimeout()
            .WithTags("files").WithSummary("Tells each new file once, a JSON document a line, until the caller hangs up.");
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
        return await AtAsync(org, name, remoteDirectory, place => FileConnector.QueryAsync(place, query, cancellationToken), cancellationToken);
    }

    private Task<IResult> DeleteAsync(
        string org, string name, string? remoteDirectory, string fileName, HttpContext context, CancellationToken cancellationToken)
    {
        CheckName(fileName);
        Require(org, name);
        return audit.RunAsync((org, name), Requester.Of(context), PathOf(remoteDirectory, fileName), "Deleted", () => AtAsync<(IResult, string)>(
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
        return AtAsync<IResult>(
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

        Require(org, name);
        return audit.RunAsync((org, name), Requester.Of(context), PathOf(remoteDirectory, fileName), mode == "create" ? "Created" : "Upserted", () => AtAsync<(IResult, string)>(
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

    private async Task ListenAsync(
        string org,
        string name,
        string? remoteDirectory,
        string? include,
        bool? recursive,
        bool? existing,
        double? interval,
        bool? metadata,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        CheckGlob(include);
        var pause = TimeSpan.FromSeconds(interval is { } seconds && double.IsFinite(seconds) ? Math.Clamp(seconds, 0, _longestInterval.TotalSeconds) : 10);
        if (pause < _shortestInterval)
        {
            throw ApiException.BadRequest($"interval is {interval} and must be 1 to {_longestInterval.TotalSeconds:0} seconds.");
        }

        Require(org, name);
        var query = new ConnectorQuery { Include = include, FilesOnly = true, Recursive = recursive ?? false, Metadata = metadata ?? false };
        var files = new NewFiles(existing ?? false, MostListened);
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(cancellationToken);
        string? problem = null;
        using var timer = new PeriodicTimer(pause, time);
        do
        {
            var before = problem;
            try
            {
                await LookAsync(org, name, remoteDirectory, query, files, context.Response, cancellationToken);
                problem = null;
            }
            catch (Exception exception) when (exception is SftpException or DeliveryException or ApiException)
            {
                files.BreakLook();
                problem = exception.Message;
            }

            if (problem is not null && problem != before)
            {
                await WriteLineAsync(context.Response, new { type = "problem", message = problem }, cancellationToken);
            }

            await context.Response.Body.FlushAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task LookAsync(
        string org, string name, string? remoteDirectory, ConnectorQuery query, NewFiles files, HttpResponse response, CancellationToken cancellationToken)
    {
        Require(org, name);
        await using var place = await connector.OpenAsync(org, name, remoteDirectory, cancellationToken);
        await foreach (var (directory, entry) in DirectoryWalk.OfAsync(place.Files, place.Directory, query.Recursive, cancellationToken))
        {
            var below = FileConnector.Below(place.Directory, directory, entry.Name);
            if (query.Wants(entry, below) && files.Add(below, entry.Attributes))
            {
                await WriteLineAsync(response, ConnectorPlace.Show(directory, entry, query.Metadata), cancellationToken);
            }
        }

        files.EndLook();
    }

    private static async Task WriteLineAsync<T>(HttpResponse response, T value, CancellationToken cancellationToken) =>
        await response.WriteAsync(JsonSerializer.Serialize(value, ManagementJson.Options) + "\n", cancellationToken);

    private async Task<T> AtAsync<T>(
        string org, string name, string? remoteDirectory, Func<ConnectorPlace, Task<T>> operation, CancellationToken cancellationToken)
    {
        Require(org, name);
        try
        {
            await using var place = await connector.OpenAsync(org, name, remoteDirectory, cancellationToken);
            try
            {
                return await operation(place);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SftpException { IsTransient: true })
            {
                place.Break();
                throw;
            }
        }
        catch (FileExistsException exception)
        {
            throw ApiException.Conflict(exception.Message);
        }
        catch (DeliveryException exception)
        {
            throw new ApiException(exception.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway, exception.Message);
        }
        catch (SftpException exception)
        {
            throw new ApiException(StatusOf(exception.Status), $"{org}/{name} refused: {Refusal.Explain(exception, "try again")}");
        }
    }

    private static int StatusOf(SftpStatus status) => status switch
    {
        SftpStatus.NoSuchFile => StatusCodes.Status404NotFound,
        SftpStatus.PermissionDenied => StatusCodes.Status403Forbidden,
        SftpStatus.NoConnection or SftpStatus.ConnectionLost => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };

    private void Require(string org, string name)
    {
        var endpoint = catalog.Current.FindEndpoint(org, name) ?? throw ApiException.NotFound($"There is no {new ResourceKey(ResourceKind.Endpoint, org, name)}.");
        if (EndpointTypes.Find(endpoint.Type) is { HasUsers: true })
        {
            throw ApiException.Conflict($"{org}/{name} is of type {endpoint.Type}: its files come and go by its users. These operations are for external and LAN endpoints.");
        }
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

    private static void CheckGlob(string? include)
    {
        if (include is not null && Glob.Problem(include) is { } allowed)
        {
            throw ApiException.BadRequest($"include is '{include}' and must be {allowed}.");
        }
    }
}
