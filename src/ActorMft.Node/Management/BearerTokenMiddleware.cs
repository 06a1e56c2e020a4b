using ActorMft.Node.Secrets;
using Microsoft.AspNetCore.Http;

namespace ActorMft.Node.Management;

/// <summary>
/// Lets in who holds the admin token (RFC 6750). Probes and the OpenAPI document, which say nothing about anybody, are open.
/// </summary>
internal sealed class BearerTokenMiddleware(RequestDelegate next, AdminToken token)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] OpenPaths = ["/alive", "/ready", "/openapi/v1.json"];

    public Task InvokeAsync(HttpContext context)
    {
        if (OpenPaths.Contains(context.Request.Path.Value, StringComparer.OrdinalIgnoreCase))
        {
            return next(context);
        }

        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && token.Matches(header[Scheme.Length..].Trim()))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"actormft\"";
        return ProblemDocument.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            header.Length == 0
                ? "Send the admin token as 'Authorization: Bearer TOKEN'; it is in the node's management.adminToken.file."
                : "The token isn't this cluster's; it is in the node's management.adminToken.file.");
    }
}
