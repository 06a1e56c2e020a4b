using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>What statfs(2) says that a file system is.</summary>
internal static class FileSystemType
{
    public const long Ext = 0xEF53;
    public const long Xfs = 0x58465342;

    private const int MaxStat = 256;

    /// <summary>0 when it can't be said.</summary>
    public static unsafe long Of(SafeFileHandle file)
    {
        // struct statfs begins with the type.
        var stat = stackalloc long[MaxStat / sizeof(long)];
        return Libc.StatFileSystem(file, stat) == 0 ? stat[0] : 0;
    }
}
