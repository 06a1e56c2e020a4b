using ActorMft.Sftp;

namespace ActorMft.Node.Files;

/// <summary>A file system in front of another; decorators override what they have a say in.</summary>
internal abstract class DelegatingFileSystem(ISftpFileSystem inner) : ISftpFileSystem
{
    protected ISftpFileSystem Inner => inner;

    public virtual ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) =>
        inner.OpenAsync(path, flags, attributes, cancellationToken);

    public virtual ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) =>
        inner.OpenDirectoryAsync(path, cancellationToken);

    public virtual ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) =>
        inner.StatAsync(path, cancellationToken);

    public virtual ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) =>
        inner.LinkStatAsync(path, cancellationToken);

    public virtual ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        inner.SetStatAsync(path, attributes, cancellationToken);

    public virtual ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        inner.LinkSetStatAsync(path, attributes, cancellationToken);

    public virtual ValueTask RemoveAsync(string path, CancellationToken cancellationToken) =>
        inner.RemoveAsync(path, cancellationToken);

    public virtual ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        inner.MakeDirectoryAsync(path, attributes, cancellationToken);

    public virtual ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) =>
        inner.RemoveDirectoryAsync(path, cancellationToken);

    public virtual ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) =>
        inner.RenameAsync(from, to, overwrite, cancellationToken);

    public virtual ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) =>
        inner.RealPathAsync(path, cancellationToken);

    public virtual ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) =>
        inner.ReadLinkAsync(path, cancellationToken);

    public virtual ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) =>
        inner.SymbolicLinkAsync(path, target, cancellationToken);

    public virtual ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) =>
        inner.HardLinkAsync(path, existing, cancellationToken);

    public virtual ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) =>
        inner.StatFileSystemAsync(path, cancellationToken);
}
