using Microsoft.AspNetCore.Http;

namespace ActorMft.Node.Management;

/// <summary>A request that can't be answered as asked; becomes problem details (RFC 9457).</summary>
internal sealed class ApiException : Exception
{
    public ApiException(int status, string detail, IReadOnlyList<ApiProblem>? problems = null)
        : base(detail)
    {
        Status = status;
        Problems = problems ?? [];
    }

    public int Status { get; }

    public IReadOnlyList<ApiProblem> Problems { get; }

    public static ApiException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    public static ApiException NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);

    public static ApiException Conflict(string detail) => new(StatusCodes.Status409Conflict, detail);

    /// <summary>Declared resources that don't fit; all problems at once.</summary>
    public static ApiException Unprocessable(IReadOnlyList<ApiProblem> problems) => new(
        StatusCodes.Status422UnprocessableEntity,
        problems.Count == 1 ? "One thing is wrong; nothing was changed." : $"{problems.Count} things are wrong; nothing was changed.",
        problems);
}
