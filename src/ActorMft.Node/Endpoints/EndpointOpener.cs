using ActorMft.Actors;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Delivery;

namespace ActorMft.Node.Endpoints;

/// <summary>Opens endpoints by name, whatever their type.</summary>
internal sealed class EndpointOpener(ICatalog catalog, IEnumerable<IEndpointType> types)
{
    private readonly Dictionary<string, IEndpointType> _types = types.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <exception cref="DeliveryException">The endpoint can't be used now; the message says why and what to do.</exception>
    public async ValueTask<IEndpointAccess> OpenAsync(string organization, string name, string party, CancellationToken cancellationToken)
    {
        var endpoint = catalog.Current.FindEndpoint(organization, name)
            ?? await FindNewAsync(organization, name, cancellationToken)
            ?? throw new DeliveryException($"The endpoint '{name}' isn't declared any more. Declare it again, or cancel the transfer.", isTransient: false);
        if (!endpoint.Enabled)
        {
            throw new DeliveryException($"The endpoint '{name}' is disabled. Enable it to go on.", isTransient: true);
        }

        return _types.TryGetValue(endpoint.Type, out var type)
            ? await type.OpenAsync(endpoint, party, cancellationToken)
            : throw new DeliveryException($"This node can't reach endpoints of type '{endpoint.Type}' ('{name}').", isTransient: false);
    }

    /// <summary>A transfer may come to this node before the declaration of its endpoint does.</summary>
    private async Task<EndpointSpec?> FindNewAsync(string organization, string name, CancellationToken cancellationToken)
    {
        try
        {
            await catalog.RefreshAsync(cancellationToken);
        }
        catch (StoreException exception)
        {
            throw new DeliveryException($"The endpoint '{name}' isn't known to this node, and the database can't be asked for it now: {exception.Message}", isTransient: true, exception);
        }

        return catalog.Current.FindEndpoint(organization, name);
    }
}
