using System.Net;

namespace ActorMft.Cli.Management;

/// <summary>A call to the management interface failed; the message is one sentence for the operator.</summary>
internal sealed class ManagementException(string message, HttpStatusCode? status = null, IReadOnlyList<ApiProblem>? problems = null) : Exception(message)
{
    /// <summary>What the node answered; null when it didn't.</summary>
    public HttpStatusCode? Status { get; } = status;

    public IReadOnlyList<ApiProblem> Problems { get; } = problems ?? [];
}
