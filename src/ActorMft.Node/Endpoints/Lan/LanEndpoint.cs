using ActorMft.Domain.Resources;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Endpoints.Lan;

/// <summary>A directory that the nodes see, usually a mounted share. It is never made here: a share that isn't mounted must not be mistaken for an empty one.</summary>
internal sealed class LanEndpoint : IEndpointType
{
    private readonly SemaphoreSlim _places = LocalAccess.CreatePlaces();

    public string Name => EndpointTypes.Lan;

    public async ValueTask<IEndpointAccess> OpenAsync(EndpointSpec endpoint, string party, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return new LocalAccess(new LocalFileSystem(endpoint.Path ?? "", new LocalFileSystemOptions { Durable = true }), _places);
        }
        catch (SftpException exception)
        {
            _places.Release();
            throw new DeliveryException($"The directory of the endpoint '{endpoint.Name}' can't be opened on this node: {exception.Message.TrimEnd('.')}. Mount the share, or correct the endpoint's path.", isTransient: true, exception);
        }
    }
}
