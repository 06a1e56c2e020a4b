using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ActorMft.Node.Management;

/// <summary>RFC 9457, section 3: the body of every error, as <c>application/problem+json</c>.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says what kind it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence that says what to do.</param>
/// <param name="Instance">The path that was asked for.</param>
/// <param name="Problems">For declared resources: each thing that is wrong.</param>
internal sealed record ProblemDocument(
    string Type, string Title, int Status, string Detail, string Instance, IReadOnlyList<ApiProblem>? Problems)
{
    public static Task WriteAsync(HttpContext context, int status, string detail, IReadOnlyList<ApiProblem>? problems = null)
    {
        context.Response.StatusCode = status;
        var document = new ProblemDocument(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(status),
            status,
            detail,
            context.Request.Path,
            problems is { Count: > 0 } ? problems : null);
        return context.Response.WriteAsJsonAsync(
            document, ManagementJson.Options, "application/problem+json", context.RequestAborted);
    }
}
