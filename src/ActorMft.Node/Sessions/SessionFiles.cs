using ActorMft.Domain.Resources;
using ActorMft.Node.Files;
using ActorMft.Node.Mounts;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Builds a session's file system: the home in the store, arrivals, mounts, what is counted, what is permitted.</summary>
internal sealed class SessionFiles(FileStore store, Arrivals arrivals, MountFactory mounts, ILogger<SessionFiles> logger)
{
    private readonly SharedHomes _homes = new();

    /// <summary>Opens the home, making it when it is new.</summary>
    /// <exception cref="FileStoreException">The store refused; the message names the path.</exception>
    public SessionHome Open(PartnerSession session, IReadOnlyCollection<Permission> permissions)
    {
        var identity = session.Identity;
        var endpoint = store.OpenEndpoint(identity.Organization, identity.Endpoint);
        var home = EndpointPath.Normalize(identity.Home);
        endpoint.CreateDirectory(home);
        var shared = _homes.Open(endpoint, home);
        var arriving = new ArrivalFileSystem(shared.Files, identity, endpoint, store, arrivals);
        var mounted = mounts.Open(identity, endpoint);
        var metered = new MeteredFileSystem(mounts.Mount(mounted, arriving), session, logger);
        return new SessionHome(new PermittedFileSystem(metered, permissions), shared, mounted);
    }
}
