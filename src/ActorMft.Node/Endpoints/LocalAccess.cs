using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Endpoints;

/// <summary>A directory that this node sees, with what has to happen when a file was delivered there.</summary>
internal sealed class LocalAccess(LocalFileSystem files, Func<string, string, CancellationToken, ValueTask>? delivered = null) : IEndpointAccess
{
    public ISftpFileSystem Files => files;

    public string LoginDirectory => SftpPath.Root;

    public ValueTask DeliveredAsync(string path, string transferId, CancellationToken cancellationToken) =>
        delivered?.Invoke(path, transferId, cancellationToken) ?? ValueTask.CompletedTask;

    public void Break()
    {
        // Files of this machine have no connection that could be in an unknown state.
    }

    public ValueTask DisposeAsync()
    {
        files.Dispose();
        return ValueTask.CompletedTask;
    }
}
