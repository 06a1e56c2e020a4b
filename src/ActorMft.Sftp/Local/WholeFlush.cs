using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>
/// Flushing a whole file system: syncfs(2) writes all content, inodes and names; an fsync(2) of a file after it has the disk write its cache,
/// which syncfs alone leaves out in some cases. Together they do what flushing each file and its directory would.
/// </summary>
internal static class WholeFlush
{
    /// <summary>Whether that is so for the file system: some others forward no such flush to their server or their layers.</summary>
    public static bool IsSure(SafeFileHandle file) => FileSystemType.Of(file) is FileSystemType.Ext or FileSystemType.Xfs;
}
