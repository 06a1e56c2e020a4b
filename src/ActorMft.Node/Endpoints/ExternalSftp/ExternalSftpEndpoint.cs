using ActorMft.Domain.Resources;
using ActorMft.Node.Delivery;
using ActorMft.Node.Remotes;

namespace ActorMft.Node.Endpoints.ExternalSftp;

/// <summary>Somebody else's SFTP server, over this node's connections to the endpoint's remote.</summary>
internal sealed class ExternalSftpEndpoint(RemoteConnections connections) : IEndpointType
{
    /// <summary>A long line is no failure: ten thousand files over a few connections may well take hours.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromHours(24);

    public string Name => EndpointTypes.ExternalSftp;

    public async ValueTask<IEndpointAccess> OpenAsync(EndpointSpec endpoint, string party, CancellationToken cancellationToken)
    {
        try
        {
            return new ExternalSftpAccess(await connections.RentAsync(
                endpoint.Organization ?? "", endpoint.Remote ?? "", party, _patience, cancellationToken), endpoint.RemoteDirectory);
        }
        catch (RemoteException exception)
        {
            throw new DeliveryException(exception.Message, exception.IsTransient, exception);
        }
    }
}
