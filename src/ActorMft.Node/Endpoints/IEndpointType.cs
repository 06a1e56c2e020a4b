using ActorMft.Domain.Resources;

namespace ActorMft.Node.Endpoints;

/// <summary>How endpoints of one type are reached. A new type is a folder with one of these, and a line where the node is put together.</summary>
internal interface IEndpointType
{
    /// <summary>The type's name, as in <c>type:</c>.</summary>
    string Name { get; }

    /// <summary>Opens an endpoint as a target; waits while its connections are all in use.</summary>
    /// <exception cref="Delivery.DeliveryException">It can't be used now; the message says why and what to do.</exception>
    ValueTask<IEndpointAccess> OpenAsync(EndpointSpec endpoint, CancellationToken cancellationToken);
}
