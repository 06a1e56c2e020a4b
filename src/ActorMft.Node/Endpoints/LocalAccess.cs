using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Endpoints;

/// <summary>A directory that this node sees, with what has to happen when a file was delivered there.</summary>
/// <param name="files">Owned.</param>
/// <param name="place">A place among the transfers that may run at once; given back at the end.</param>
/// <param name="view">What transfers see of the files; the files themselves if it is absent.</param>
/// <param name="delivered">Called with the path and the transfer's id.</param>
internal sealed class LocalAccess(
    LocalFileSystem files,
    SemaphoreSlim place,
    ISftpFileSystem? view = null,
    Func<string, string, CancellationToken, ValueTask>? delivered = null) : IEndpointAccess
{
    private int _ended;

    /// <summary>Transfers at once into one kind of local directory: enough that flushes and commits of many small files are waited for together.</summary>
    public static SemaphoreSlim CreatePlaces() => new(initialCount: 32);

    public ISftpFileSystem Files { get; } = view ?? files;

    public string LoginDirectory => SftpPath.Root;

    public ValueTask DeliveredAsync(string path, string transferId, CancellationToken cancellationToken) =>
        delivered?.Invoke(path, transferId, cancellationToken) ?? ValueTask.CompletedTask;

    public void Break()
    {
        // Files of this machine have no connection that could be in an unknown state.
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            files.Dispose();
            place.Release();
        }

        return ValueTask.CompletedTask;
    }
}
