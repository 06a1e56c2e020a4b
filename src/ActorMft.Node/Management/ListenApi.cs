using System.Text.Json;
using ActorMft.Node.Connector;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>The connector operation that goes on: looks at a directory again and again, and tells what is new in it.</summary>
internal sealed class ListenApi(ConnectorPlaces places, FileConnector connector, TimeProvider time) : IApiGroup
{
    private const int MostListened = 100_000;
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromDays(1);

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet(ConnectorApi.Root + "/listen", ListenAsync).DisableRequestTimeout()
        .WithTags("files").WithSummary("Tells each new file once, a JSON document a line, until the caller hangs up.");

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
        ConnectorApi.CheckGlob(include);
        var pause = TimeSpan.FromSeconds(interval is { } seconds && double.IsFinite(seconds) ? Math.Clamp(seconds, 0, _longestInterval.TotalSeconds) : 10);
        if (pause < _shortestInterval)
        {
            throw ApiException.BadRequest($"interval is {interval} and must be 1 to {_longestInterval.TotalSeconds:0} seconds.");
        }

        places.Require(org, name);
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
        places.Require(org, name);
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
}
