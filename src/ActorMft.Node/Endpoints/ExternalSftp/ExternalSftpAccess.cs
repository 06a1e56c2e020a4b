using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Endpoints.ExternalSftp;

/// <summary>One leased connection.</summary>
internal sealed class ExternalSftpAccess(RemoteLease lease, string? remoteDirectory) : IEndpointAccess
{
    public ISftpFileSystem Files => lease.Connection.Files;

    public string LoginDirectory { get; } = SftpPath.Combine(lease.Connection.LoginDirectory, remoteDirectory ?? "");

    public ValueTask DeliveredAsync(string path, string transferId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Break() => lease.Break();

    public ValueTask DisposeAsync() => lease.DisposeAsync();
}
