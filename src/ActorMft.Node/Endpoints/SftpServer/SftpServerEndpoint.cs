using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Delivery;
using ActorMft.Node.Files;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Endpoints.SftpServer;

/// <summary>Our own SFTP server's files as a target. What is delivered there arrives at the flows that start there.</summary>
internal sealed class SftpServerEndpoint(FileStore store, Arrivals arrivals) : IEndpointType
{
    private readonly SemaphoreSlim _places = LocalAccess.CreatePlaces();

    public string Name => EndpointTypes.SftpServer;

    public async ValueTask<IEndpointAccess> OpenAsync(EndpointSpec endpoint, string party, CancellationToken cancellationToken)
    {
        var organization = endpoint.Organization ?? "";
        await _places.WaitAsync(cancellationToken);
        try
        {
            var directory = store.OpenEndpoint(organization, endpoint.Name);
            var files = new LocalFileSystem(directory.FullPath, new LocalFileSystemOptions { Durable = true, KeepOwnerAccess = true });
            return new LocalAccess(
                files,
                _places,
                new OwnPartsFileSystem(files),
                (path, transferId, token) => ArriveAsync(organization, endpoint.Name, directory, path, transferId, token));
        }
        catch (Exception exception) when (exception is FileStoreException or SftpException)
        {
            _places.Release();
            throw new DeliveryException($"The files of the endpoint '{endpoint.Name}' can't be opened: {exception.Message}", isTransient: true, exception);
        }
    }

    /// <summary>The arrival's id comes from the transfer's, so that telling it again after a crash is no second arrival.</summary>
    private async ValueTask ArriveAsync(
        string organization, string endpoint, EndpointDirectory directory, string path, string transferId, CancellationToken cancellationToken)
    {
        if (directory.Find(path) is not { IsRegular: true })
        {
            return;
        }

        // Whatever an upload had left unfinished there was replaced by the delivery.
        store.Unfinished.End(organization, endpoint, path);
        var found = arrivals.Find(organization, endpoint, path, (source, files) => FlowTrigger.Arrives(source, path, files.IsComplete));
        await arrivals.RecordAsync(
            found,
            Bringer.Delivery,
            (file, id) => store.Pin(directory, file.Path, id),
            file => DerivedId.CreateFrom(transferId, $"arrival {transferId} {file.Flow.Spec.Name}" + (file.Path == path ? "" : $" {file.Path}")),
            cancellationToken);
    }
}
