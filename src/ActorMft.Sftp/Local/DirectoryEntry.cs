using System.Runtime.InteropServices;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>A name in an open directory. The name is a single part, so a call relative to the directory can't leave it.</summary>
/// <param name="directory">Opened with O_PATH; owned.</param>
/// <param name="name">Not <c>.</c>, <c>..</c> or empty, without a slash.</param>
/// <param name="path">As the partner calls it, for messages.</param>
internal sealed class DirectoryEntry(SafeFileHandle directory, string name, string path) : IDisposable
{
    public SafeFileHandle Directory => directory;

    public string Name => name;

    public string Path => path;

    /// <summary>What the name means now, links not followed; null when nothing has it.</summary>
    public StatX? Find()
    {
        if (Libc.StatX(directory, name, Libc.AtNoFollow, StatX.BasicStats, out var stat) == 0)
        {
            return stat;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno == Errno.NoEntry ? null : throw Errno.ToException(errno, path);
    }

    /// <summary>Opens what the name means; a link there is an error. Null with the errno of the failure.</summary>
    public SafeFileHandle? TryOpen(int flags, uint mode, out int errno)
    {
        var descriptor = Libc.OpenAt(directory, name, flags | Libc.OpenNoFollow | Libc.OpenCloseOnExec | Libc.OpenNonBlocking | Libc.OpenNoTerminal, mode);
        errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Makes the directory's names durable.</summary>
    public void SyncDirectory() => DirectoryFlushes.Run(directory, path);

    public void Dispose() => directory.Dispose();
}
