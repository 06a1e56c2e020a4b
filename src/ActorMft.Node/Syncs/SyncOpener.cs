using ActorMft.Domain.Resources;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Remotes;

namespace ActorMft.Node.Syncs;

/// <summary>Opens the two sides of a sync.</summary>
internal sealed class SyncOpener(EndpointOpener endpoints, RemoteConnections connections, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <exception cref="Delivery.DeliveryException">The endpoint can't be used now; the message says why and what to do.</exception>
    public ValueTask<IEndpointAccess> OpenLocalAsync(SyncSpec spec, CancellationToken cancellationToken) =>
        endpoints.OpenAsync(spec.Organization ?? "", spec.Endpoint, PartyOf(spec), cancellationToken);

    public SyncRun Create(SyncSpec spec, IEndpointAccess local, SyncTally tally) => new(
        spec,
        local,
        cancellationToken => connections.RentAsync(spec.Organization ?? "", spec.Remote, PartyOf(spec), _patience, cancellationToken),
        tally,
        time);

    private static string PartyOf(SyncSpec spec) => $"sync {spec.Name}";
}
