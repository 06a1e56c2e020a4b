using Microsoft.AspNetCore.Http;

namespace ActorMft.Node.Management;

/// <summary>Who asks, for the audit list.</summary>
/// <param name="Actor">Whose token it was.</param>
/// <param name="From">The address it came from.</param>
internal sealed record Requester(string Actor, string From)
{
    public static Requester Of(HttpContext context) =>
        new("admin", context.Connection.RemoteIpAddress?.ToString() ?? string.Empty);
}
