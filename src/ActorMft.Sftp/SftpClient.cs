using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp;

/// <summary>
/// A pipelined SFTP version 3 client: any number of calls may overlap, their requests share the one connection.
/// When the connection ends, every open and later call fails with <see cref="SftpStatus.ConnectionLost"/>.
/// </summary>
public sealed class SftpClient : ISftpFileSystem, IAsyncDisposable
{
    private SftpClient()
    {
    }

    /// <summary>What the server announced.</summary>
    public SftpExtensions Extensions => throw new NotImplementedException();

    /// <summary>Completes when the connection has ended, for whatever reason. Never faults.</summary>
    public Task Completion => throw new NotImplementedException();

    /// <summary>Says INIT, hears VERSION and asks for the limits. The client owns the transport from here on.</summary>
    public static Task<SftpClient> StartAsync(IDuplexPipe transport, SftpClientOptions options, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }

    /// <summary>
    /// Sends a local file from <paramref name="offset"/> (bytes) to its end, at the same offset of the remote path. At offset 0 the remote file is
    /// truncated, else it is continued. Completes when the server has acknowledged everything and the CLOSE.
    /// </summary>
    /// <param name="progress">Called with the number of bytes acknowledged so far, offset included. Must be quick.</param>
    /// <returns>The size of the remote file as sent, in bytes.</returns>
    public Task<long> UploadAsync(SafeFileHandle source, string path, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }

    /// <summary>Fetches a remote file from <paramref name="offset"/> (bytes) to its end into the same offset of a local file.</summary>
    /// <param name="progress">Called with the number of bytes written so far, offset included. Must be quick.</param>
    /// <returns>The size of the local file, in bytes.</returns>
    public Task<long> DownloadAsync(string path, SafeFileHandle target, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }

    public ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask RemoveAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    /// <remarks>With overwrite the server must have posix-rename, else <see cref="SftpStatus.OperationUnsupported"/> is thrown and nothing is sent.</remarks>
    public ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    /// <remarks>Sent as it is: <c>.</c> asks where the login landed.</remarks>
    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Ends the connection; open calls fail.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
