using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Connector;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;
using Microsoft.AspNetCore.Http;

namespace ActorMft.Node.Management;

/// <summary>Where the connector operations take place: opens an endpoint's directory and turns each failure into an answer.</summary>
internal sealed class ConnectorPlaces(ICatalog catalog, FileConnector connector)
{
    /// <exception cref="ApiException">There is no such endpoint, or its files aren't for the connector.</exception>
    public void Require(string org, string name)
    {
        var endpoint = catalog.Current.FindEndpoint(org, name) ?? throw ApiException.NotFound($"There is no {new ResourceKey(ResourceKind.Endpoint, org, name)}.");
        if (EndpointTypes.Find(endpoint.Type) is { HasUsers: true })
        {
            throw ApiException.Conflict($"{org}/{name} is of type {endpoint.Type}: its files come and go by its users. These operations are for external and LAN endpoints.");
        }
    }

    /// <summary>Does something in a directory of an endpoint.</summary>
    /// <exception cref="ApiException">It can't be done; the message says why.</exception>
    public async Task<T> AtAsync<T>(
        string org, string name, string? remoteDirectory, Func<ConnectorPlace, Task<T>> operation, CancellationToken cancellationToken)
    {
        Require(org, name);
        try
        {
            await using var place = await connector.OpenAsync(org, name, remoteDirectory, cancellationToken);
            try
            {
                return await operation(place);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SftpException { IsTransient: true })
            {
                place.Break();
                throw;
            }
        }
        catch (FileExistsException exception)
        {
            throw ApiException.Conflict(exception.Message);
        }
        catch (DeliveryException exception)
        {
            throw new ApiException(exception.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway, exception.Message);
        }
        catch (SftpException exception)
        {
            throw new ApiException(StatusOf(exception.Status), $"{org}/{name} refused: {Refusal.Explain(exception, "try again")}");
        }
    }

    private static int StatusOf(SftpStatus status) => status switch
    {
        SftpStatus.NoSuchFile => StatusCodes.Status404NotFound,
        SftpStatus.PermissionDenied => StatusCodes.Status403Forbidden,
        SftpStatus.NoConnection or SftpStatus.ConnectionLost => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };
}
