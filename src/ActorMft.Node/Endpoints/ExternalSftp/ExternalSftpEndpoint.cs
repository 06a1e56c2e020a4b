using ActorMft.Domain.Resources;
using ActorMft.Node.Delivery;
using ActorMft.Node.Remotes;

namespace ActorMft.Node.Endpoints.ExternalSftp;

/// <summary>Somebody else's SFTP server, over this node's connections to the endpoint's remote.</summary>
internal sealed class ExternalSftpEndpoint(RemoteConnections connections) : IEndpointType
{
    public string Name => EndpointTypes.ExternalSftp;

    public async ValueTask<IEndpointAccess> OpenAsync(EndpointSpec endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return new ExternalSftpAccess(await connections.RentAsync(endpoint.Organization ?? "", endpoint.Remote ?? "", cancellationToken));
        }
        catch (RemoteException exception)
        {
            throw new DeliveryException(exception.Message, exception.IsTransient, exception);
        }
    }
}
