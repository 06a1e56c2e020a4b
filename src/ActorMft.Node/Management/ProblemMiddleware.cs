using System.Text.Json;
using ActorMft.Actors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Management;

/// <summary>Gives every error the shape of <see cref="ProblemDocument"/>, including those that routing and Kestrel answer bare.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context, exception);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0 })
        {
            await ProblemDocument.WriteAsync(context, context.Response.StatusCode, BareDetail(context));
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ApiException problem:
                return ProblemDocument.WriteAsync(context, problem.Status, problem.Message, problem.Problems);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ProblemDocument.WriteAsync(
                    context, StatusCodes.Status413PayloadTooLarge, $"The body is longer than {ManagementServer.MaxBodyBytes} bytes; send less at once.");
            case BadHttpRequestException bad:
                return ProblemDocument.WriteAsync(context, bad.StatusCode, bad.Message);
            case JsonException json:
                return ProblemDocument.WriteAsync(context, StatusCodes.Status400BadRequest, $"The body isn't the JSON that is expected here: {json.Message}");
            case StoreException { IsTransient: true } store:
                return ProblemDocument.WriteAsync(
                    context, StatusCodes.Status503ServiceUnavailable, $"The database can't be used now: {store.Message}");
            case TimeoutException or OperationCanceledException:
                return ProblemDocument.WriteAsync(
                    context, StatusCodes.Status503ServiceUnavailable, "The node didn't get to an answer in time; nothing is lost, ask again.");
            default:
                LogFailed(logger, exception, context.Request.Method, context.Request.Path);
                return ProblemDocument.WriteAsync(
                    context, StatusCodes.Status500InternalServerError, "The node failed at this request; its log has the reason.");
        }
    }

    private static string BareDetail(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}; /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed =>
            $"{context.Request.Method} isn't possible at {context.Request.Path}; allowed: {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        StatusCodes.Status504GatewayTimeout => "The node didn't get to an answer in time; ask again, and look at /ready and the node's log.",
        _ => "The request can't be answered as it was asked.",
    };

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string path);
}
