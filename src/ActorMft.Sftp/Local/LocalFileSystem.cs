namespace ActorMft.Sftp.Local;

/// <summary>
/// A directory of this machine as a file system. The directory is a jail by construction: every path is resolved by the kernel below an open
/// descriptor of the root (<c>openat2</c> with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS), so neither <c>..</c> nor links nor directories swapped
/// meanwhile lead out of it. Links are stored as the client wrote them; an absolute target is read from this root, as in a chroot.
/// Opening an existing file with <see cref="SftpOpenFlags.Truncate"/> replaces its directory entry: who reads the old content reads it to its end.
/// Opening a file for writing that has a second hard link gives it its own copy first: a hard link made elsewhere is an immutable snapshot.
/// </summary>
public sealed class LocalFileSystem : ISftpFileSystem, IDisposable
{
    /// <summary>Opens the root directory, which must exist.</summary>
    /// <exception cref="SftpException">The root is missing or not a directory.</exception>
    public LocalFileSystem(string root, LocalFileSystemOptions options)
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

    public ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Closes the root. Files that are open stay usable.</summary>
    public void Dispose() => throw new NotImplementedException();
}
