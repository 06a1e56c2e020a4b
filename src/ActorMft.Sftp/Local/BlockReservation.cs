using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>
/// Gives a file the blocks for what is about to be written, all at once (fallocate(2)). ext4 otherwise reserves and notes each by itself, which is two
/// fifths of what a large write costs; other file systems gain nothing. The file's size stays. It promises nothing: what it can't have, the write
/// asks for again and tells the failure. Used under the file's lock.
/// </summary>
internal sealed class BlockReservation
{
    private const int KeepSize = 1;

    private bool? _isWorthwhile;

    /// <param name="file">Open for writing.</param>
    /// <param name="offset">In bytes.</param>
    /// <param name="length">In bytes.</param>
    /// <returns>False when there is no use in asking again.</returns>
    public bool TryReserve(SafeFileHandle file, long offset, long length)
    {
        _isWorthwhile ??= FileSystemType.Of(file) == FileSystemType.Ext;
        if (_isWorthwhile == true && Libc.Allocate(file, KeepSize, offset, length) != 0)
        {
            // A quota, a full disk, a file system without extents.
            _isWorthwhile = false;
        }

        return _isWorthwhile == true;
    }
}
