using ActorMft.Sftp;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>A file system with nothing in it.</summary>
internal sealed class NoFiles : ISftpFileSystem
{
    public ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) => throw None(path);

    public ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) => throw None(path);

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => throw None(path);

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => throw None(path);

    public ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw None(path);

    public ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw None(path);

    public ValueTask RemoveAsync(string path, CancellationToken cancellationToken) => throw None(path);

    public ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw None(path);

    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) => throw None(path);

    public ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) => throw None(from);

    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => new(path);

    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => throw None(path);

    public ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => throw None(path);

    public ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => throw None(path);

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) => throw None(path);

    private static SftpException None(string path) => new(SftpStatus.NoSuchFile, $"{path}: no such file or directory");
}
