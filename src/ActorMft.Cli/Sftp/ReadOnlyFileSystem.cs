using ActorMft.Sftp;

namespace ActorMft.Cli.Sftp;

/// <summary>A file system that can be looked at and read, and nothing else.</summary>
internal sealed class ReadOnlyFileSystem(ISftpFileSystem inner) : ISftpFileSystem
{
    private const SftpOpenFlags Changing = SftpOpenFlags.Write | SftpOpenFlags.Append | SftpOpenFlags.Create | SftpOpenFlags.Truncate;

    public async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) =>
        (flags & Changing) == SftpOpenFlags.None ? new ReadOnlyFile(await inner.OpenAsync(path, flags, attributes, cancellationToken)) : throw Refusal();

    public ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) => inner.OpenDirectoryAsync(path, cancellationToken);

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => inner.StatAsync(path, cancellationToken);

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => inner.LinkStatAsync(path, cancellationToken);

    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => inner.RealPathAsync(path, cancellationToken);

    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => inner.ReadLinkAsync(path, cancellationToken);

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) => inner.StatFileSystemAsync(path, cancellationToken);

    public ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask RemoveAsync(string path, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => throw Refusal();

    internal static SftpException Refusal() => new(SftpStatus.PermissionDenied, "This server was started read-only.");
}
