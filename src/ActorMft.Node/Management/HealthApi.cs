using ActorMft.Node.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Probes: <c>/alive</c> (the process answers) and <c>/ready</c> (it accepts partners and does work).</summary>
internal sealed class HealthApi(NodeState state) : IApiGroup
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alive", () => new Health("alive"))
            .WithTags("health").WithSummary("The process answers.");
        routes.MapGet("/ready", Ready)
            .WithTags("health").WithSummary("The node accepts partners and does work; 503 while it starts or drains.");
    }

    private Health Ready() => state.Phase == NodePhase.Up
        ? new Health("ready")
        : throw new ApiException(
            StatusCodes.Status503ServiceUnavailable,
            state.Phase == NodePhase.Starting ? "The node is starting." : "The node is leaving: it accepts nobody new.");
}
