using System.Runtime.InteropServices;
using System.Text;
using ActorMft.Sftp.Local.Native;

namespace ActorMft.Sftp.Local;

/// <summary>
/// A directory of this machine as a file system. The directory is a jail by construction: every path is resolved by the kernel below an open
/// descriptor of the root (<c>openat2</c> with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS), so neither <c>..</c> nor links nor directories swapped
/// meanwhile lead out of it. Links are stored as the client wrote them; an absolute target is read from this root, as in a chroot.
/// Opening an existing file with <see cref="SftpOpenFlags.Truncate"/> replaces its directory entry: who reads the old content reads it to its end.
/// Opening a file for writing that has a second hard link gives it its own copy first: a hard link made elsewhere is an immutable snapshot.
/// Calls that answer from memory run where they are called; flushes and whole copies get a thread of their own.
/// </summary>
public sealed class LocalFileSystem : ISftpFileSystem, IDisposable
{
    private const uint DefaultDirectoryMode = 0x1FF;
    private const int MaxLink = 4096;

    private readonly Jail _jail;
    private readonly FileOpener _opener;
    private readonly LocalFileSystemOptions _options;

    /// <summary>Opens the root directory, which must exist.</summary>
    /// <exception cref="SftpException">The root is missing or not a directory.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel has no openat2 (Linux before 5.6).</exception>
    public LocalFileSystem(string root, LocalFileSystemOptions options)
        : this(root, SftpPath.Root, options)
    {
    }

    /// <summary>Opens a directory below a root, which both must exist. The way down is resolved inside the root, so no link on it leads elsewhere.</summary>
    /// <inheritdoc cref="LocalFileSystem(string, LocalFileSystemOptions)"/>
    public LocalFileSystem(string root, string below, LocalFileSystemOptions options)
    {
        _options = options;
        _jail = new Jail(root, below);
        _opener = new FileOpener(_jail, options);
    }

    public async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        const SftpOpenFlags changing = SftpOpenFlags.Write | SftpOpenFlags.Append | SftpOpenFlags.Create | SftpOpenFlags.Truncate;
        if ((flags & changing) == SftpOpenFlags.None)
        {
            return _opener.OpenForReading(path);
        }

        flags |= SftpOpenFlags.Write;
        return _opener.OpenForWriting(path, flags, attributes.Mode, mayCopy: false)
            ?? (await BlockingWork.RunAsync(() => _opener.OpenForWriting(path, flags, attributes.Mode, mayCopy: true)))!;
    }

    public ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        var handle = _jail.Open(path, Libc.OpenReadOnly | Libc.OpenDirectory | Libc.OpenNonBlocking);
        return new ValueTask<ISftpDirectory>(new LocalDirectory(handle, path));
    }

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => new(Stat(path, 0));

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => new(Stat(path, Libc.OpenNoFollow));

    public async ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Size is { } size)
        {
            // To zero is the same as opening with truncation: readers keep the old content.
            var flags = size == 0 ? SftpOpenFlags.Write | SftpOpenFlags.Truncate : SftpOpenFlags.Write;
            await using var file = await OpenAsync(path, flags, default, cancellationToken);
            await file.SetStatAsync(new SftpAttributes { Size = size }, cancellationToken);
        }

        using var handle = _jail.Open(path, Libc.OpenPath);
        LocalAttributes.Apply(handle, attributes, _options, path);
    }

    public ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Size is not null)
        {
            throw new SftpException(SftpStatus.Failure, $"{path}: the size can't be changed without following links");
        }

        using var handle = _jail.Open(path, Libc.OpenPath | Libc.OpenNoFollow);
        LocalAttributes.Apply(handle, attributes, _options, path);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string path, CancellationToken cancellationToken)
    {
        using var entry = _jail.OpenEntry(path);
        Check.Done(Libc.UnlinkAt(entry.Directory, entry.Name, 0), path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        if (path == SftpPath.Root)
        {
            throw Errno.ToException(Errno.Exists, path);
        }

        using var entry = _jail.OpenEntry(path);
        var mode = LocalAttributes.Granted(attributes.Mode ?? DefaultDirectoryMode, isDirectory: true, _options);
        Check.Done(Libc.MakeDirectoryAt(entry.Directory, entry.Name, mode), path);
        await SyncAsync(entry);
    }

    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        using var entry = _jail.OpenEntry(path);
        Check.Done(Libc.UnlinkAt(entry.Directory, entry.Name, Libc.AtRemoveDirectory), path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        using var source = _jail.OpenEntry(from);
        using var target = _jail.OpenEntry(to);
        if (Libc.RenameAt2(source.Directory, source.Name, target.Directory, target.Name, overwrite ? 0 : Libc.RenameNoReplace) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (overwrite || errno != Errno.Invalid)
            {
                throw Errno.ToException(errno, errno is Errno.Exists or Errno.NotEmpty ? to : from);
            }

            RenameWithoutKernelHelp(source, target);
        }

        await SyncAsync(source);
        await SyncAsync(target);
    }

    /// <inheritdoc/>
    /// <remarks>By the text alone: links stay in the path.</remarks>
    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => new(SftpPath.Normalize(path));

    public unsafe ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken)
    {
        using var entry = _jail.OpenEntry(path);
        var buffer = stackalloc byte[MaxLink];
        var length = (int)Libc.ReadLinkAt(entry.Directory, entry.Name, buffer, MaxLink);
        if (length < 0 && Marshal.GetLastPInvokeError() == Errno.Invalid)
        {
            throw new SftpException(SftpStatus.Failure, $"{path}: it is not a symbolic link");
        }

        Check.Done(length, path);
        return new ValueTask<string>(Encoding.UTF8.GetString(buffer, length));
    }

    public async ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken)
    {
        using var entry = _jail.OpenEntry(path);
        Check.Done(Libc.SymbolicLinkAt(target, entry.Directory, entry.Name), path);
        await SyncAsync(entry);
    }

    public async ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken)
    {
        using var source = _jail.OpenEntry(existing);
        using var entry = _jail.OpenEntry(path);
        Check.Done(Libc.LinkAt(source.Directory, source.Name, entry.Directory, entry.Name, 0), path);
        await SyncAsync(entry);
    }

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken)
    {
        using var handle = _jail.Open(path, Libc.OpenPath);
        Check.Done(Libc.StatVfs(handle, out var result), path);
        return new ValueTask<SftpFileSystemInfo>(result.ToInfo());
    }

    /// <summary>Closes the root. Files that are open stay usable.</summary>
    public void Dispose() => _jail.Dispose();

    private SftpAttributes Stat(string path, int flags)
    {
        using var handle = _jail.Open(path, Libc.OpenPath | flags);
        return Jail.Stat(handle, path).ToAttributes();
    }

    // A network file system without RENAME_NOREPLACE: a file gets its new name by a link, which never replaces; directories only replace
    // empty directories, so looking first is enough.
    private static void RenameWithoutKernelHelp(DirectoryEntry source, DirectoryEntry target)
    {
        if (target.Find() is not null)
        {
            throw Errno.ToException(Errno.Exists, target.Path);
        }

        if (source.Find()?.ToAttributes().IsDirectory == true)
        {
            Check.Done(Libc.RenameAt2(source.Directory, source.Name, target.Directory, target.Name, 0), source.Path);
            return;
        }

        Check.Done(Libc.LinkAt(source.Directory, source.Name, target.Directory, target.Name, 0), target.Path);
        Check.Done(Libc.UnlinkAt(source.Directory, source.Name, 0), source.Path);
    }

    private Task SyncAsync(DirectoryEntry entry) => _options.Durable ? BlockingWork.RunAsync(entry.SyncDirectory) : Task.CompletedTask;
}
