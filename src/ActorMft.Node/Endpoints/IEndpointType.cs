using ActorMft.Domain.Resources;

namespace ActorMft.Node.Endpoints;

/// <summary>How endpoints of one type are reached. A new type is a folder with one of these, and a line where the node is put together.</summary>
internal interface IEndpointType
{
    /// <summary>The type's name, as in <c>type:</c>.</summary>
    string Name { get; }

    /// <summary>Opens an endpoint as a target; waits while its connections are all in use.</summary>
    /// <param name="endpoint">As declared.</param>
    /// <param name="party">Whom it is for, a flow's name: parties take turns in waiting.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Delivery.DeliveryException">It can't be used now; the message says why and what to do.</exception>
    ValueTask<IEndpointAccess> OpenAsync(EndpointSpec endpoint, string party, CancellationToken cancellationToken);
}
