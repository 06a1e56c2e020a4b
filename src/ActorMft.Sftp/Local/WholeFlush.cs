using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>
/// Flushing a whole file system: syncfs(2) writes all content, inodes and names; an fsync(2) of a file after it has the disk write its cache,
/// which syncfs alone leaves out in some cases. Together they do what flushing each file and its directory would.
/// </summary>
internal static class WholeFlush
{
    private const long Ext = 0xEF53;
    private const long Xfs = 0x58465342;
    private const int MaxStat = 256;

    /// <summary>Whether that is so for the file system: some others forward no such flush to their server or their layers.</summary>
    public static unsafe bool IsSure(SafeFileHandle file)
    {
        // struct statfs begins with the type.
        var stat = stackalloc long[MaxStat / sizeof(long)];
        return Libc.StatFileSystem(file, stat) == 0 && stat[0] is Ext or Xfs;
    }
}
