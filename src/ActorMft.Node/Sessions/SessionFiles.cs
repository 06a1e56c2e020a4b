using ActorMft.Domain.Resources;
using ActorMft.Node.Files;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Builds a session's file system: the home in the store, arrivals, what is counted, what is permitted.</summary>
internal sealed class SessionFiles(FileStore store, Arrivals arrivals, ILogger<SessionFiles> logger)
{
    /// <summary>Opens the home, making it when it is new.</summary>
    /// <exception cref="FileStoreException">The store refused; the message names the path.</exception>
    public SessionHome Open(PartnerSession session, IReadOnlyCollection<Permission> permissions)
    {
        var identity = session.Identity;
        var endpoint = store.OpenEndpoint(identity.Organization, identity.Endpoint);
        var home = EndpointPath.Normalize(identity.Home);
        endpoint.CreateDirectory(home);
        LocalFileSystem local;
        try
        {
            local = new LocalFileSystem(endpoint.FullPath, home, new LocalFileSystemOptions { Durable = true, KeepOwnerAccess = true });
        }
        catch (SftpException exception)
        {
            throw new FileStoreException($"The home '{endpoint.FullPath}{home}' can't be opened: {exception.Message}");
        }

        var arriving = new ArrivalFileSystem(local, identity, endpoint, store, arrivals);
        var metered = new MeteredFileSystem(arriving, session, logger);
        return new SessionHome(new PermittedFileSystem(metered, permissions), local);
    }
}
