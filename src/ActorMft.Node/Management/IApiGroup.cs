using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>One group of the HTTP API.</summary>
internal interface IApiGroup
{
    /// <summary>Adds its routes.</summary>
    void Map(IEndpointRouteBuilder routes);
}
