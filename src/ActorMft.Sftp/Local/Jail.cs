using System.Runtime.InteropServices;
using System.Text;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>Resolves paths below an open root directory. The kernel does it, so there is no moment between looking and opening.</summary>
internal sealed class Jail : IDisposable
{
    private const int Tries = 64;
    private const int MaxPath = 4096;

    private readonly SafeFileHandle _root;

    /// <param name="root">The directory that nothing leads out of; links on the way to it are the operator's and followed.</param>
    /// <param name="below">The directory below it that becomes the root of this jail, resolved like any other path in it.</param>
    public Jail(string root, string below)
    {
        var descriptor = Libc.Open(root, Libc.OpenPath | Libc.OpenDirectory | Libc.OpenCloseOnExec, 0);
        _root = Check.Handle(descriptor, root);
        try
        {
            var inner = Open(below, Libc.OpenPath | Libc.OpenDirectory);
            _root.Dispose();
            _root = inner;
        }
        catch
        {
            _root.Dispose();
            throw;
        }
    }

    /// <summary>Opens a path, links followed as in a chroot.</summary>
    public SafeFileHandle Open(string path, int flags, ulong resolve = 0)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new SftpException(SftpStatus.Failure, "A path can't contain a zero byte.");
        }

        var relative = path == SftpPath.Root ? "." : path[1..];
        var how = new OpenHow(
            (ulong)(uint)(flags | Libc.OpenCloseOnExec),
            0,
            Libc.ResolveInRoot | Libc.ResolveNoMagicLinks | resolve);
        for (var attempt = 1; ; attempt++)
        {
            var descriptor = Libc.OpenAt2(_root, relative, how);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            // EAGAIN: something was renamed while '..' of a link was resolved, and the kernel would rather not guess.
            var errno = Marshal.GetLastPInvokeError();
            if (errno is not (Errno.Again or Errno.Interrupted) || attempt == Tries)
            {
                // An old container's filter says EPERM to calls that it doesn't know; the root itself is open already, so it isn't about that.
                throw errno == Errno.NotImplemented || (errno == Errno.NotPermitted && path == SftpPath.Root)
                    ? new PlatformNotSupportedException("Serving local directories needs openat2, that is Linux 5.6 or newer, and a container that allows the call.")
                    : Errno.ToException(errno, path);
            }
        }
    }

    /// <summary>The name a path ends in, in its open directory.</summary>
    public DirectoryEntry OpenEntry(string path) => OpenEntry(path, 0);

    /// <summary>
    /// The place that a link at the end of <paramref name="path"/> leads to: the name that has to be replaced to replace its content.
    /// </summary>
    public DirectoryEntry FollowLink(string path)
    {
        using var target = Open(path, Libc.OpenPath);
        var root = PathOf(_root, path);
        var real = PathOf(target, path);
        if (SftpPath.IsAtOrBelow(real, root) && real != root)
        {
            var entry = OpenEntry(root == SftpPath.Root ? real : real[root.Length..], Libc.ResolveNoSymbolicLinks);
            if (entry.Find() is { } found && found.IsSameFile(Stat(target, path)))
            {
                return entry;
            }

            entry.Dispose();
        }

        throw new SftpException(SftpStatus.Failure, $"{path}: it was changed while it was being opened; try again");
    }

    /// <summary>What an open file is.</summary>
    public static unsafe StatX Stat(SafeFileHandle file, string path)
    {
        byte nothing = 0;
        Check.Done(Libc.StatX(file, &nothing, Libc.AtEmptyPath, StatX.BasicStats, out var stat), path);
        return stat;
    }

    public void Dispose() => _root.Dispose();

    private DirectoryEntry OpenEntry(string path, ulong resolve)
    {
        var name = SftpPath.FileName(path);
        if (name is "" or "." or ".." || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new SftpException(SftpStatus.Failure, $"{path}: this can't be done to it");
        }

        return new DirectoryEntry(Open(SftpPath.DirectoryName(path), Libc.OpenPath | Libc.OpenDirectory, resolve), name, path);
    }

    private static unsafe string PathOf(SafeFileHandle file, string path)
    {
        var buffer = stackalloc byte[MaxPath];
        var length = Libc.ReadLink($"/proc/self/fd/{file.DangerousGetHandle()}", buffer, MaxPath);
        Check.Done((int)length, path);
        return Encoding.UTF8.GetString(buffer, (int)length);
    }
}
