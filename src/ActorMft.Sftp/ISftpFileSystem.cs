namespace ActorMft.Sftp;

/// <summary>
/// The file-system port: what <see cref="SftpServer"/> serves, what <see cref="SftpClient"/> offers of a remote server,
/// and what decorators (permissions, triggers, mounts) wrap.
/// Paths are absolute, <c>/</c>-separated and normalised by <see cref="SftpPath"/>: no <c>.</c>, no <c>..</c>, no empty part.
/// Every failure is an <see cref="SftpException"/>.
/// </summary>
public interface ISftpFileSystem
{
    /// <summary>
    /// Opens a regular file. Of <paramref name="attributes"/> only the mode matters, and only for a file that is created. <see cref="SftpServer"/> never
    /// asks for making or emptying one without <see cref="SftpOpenFlags.Write"/>.
    /// </summary>
    ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Starts the listing of a directory.</summary>
    ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the path leads to, links followed.</summary>
    ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the path is itself, a link at its end not followed.</summary>
    ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are set; a size truncates or extends. Links are followed.</summary>
    ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken);

    /// <summary>As <see cref="SetStatAsync"/>, but a link at the end of the path is itself changed.</summary>
    ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Removes a file or link; fails on a directory.</summary>
    ValueTask RemoveAsync(string path, CancellationToken cancellationToken);

    /// <summary>Makes a directory; fails when the path exists.</summary>
    ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Removes an empty directory.</summary>
    ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken);

    /// <summary>Renames atomically. With <paramref name="overwrite"/> an existing target is replaced, without it the call fails and changes nothing.</summary>
    ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken);

    /// <summary>The canonical form of a path, which need not exist.</summary>
    ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken);

    /// <summary>The target stored in a symbolic link.</summary>
    ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken);

    /// <summary>Makes a symbolic link at <paramref name="path"/> that stores <paramref name="target"/> as it is.</summary>
    ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken);

    /// <summary>Makes a second name, <paramref name="path"/>, for the existing file.</summary>
    ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken);

    /// <summary>Space and limits below the path.</summary>
    ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken);
}
