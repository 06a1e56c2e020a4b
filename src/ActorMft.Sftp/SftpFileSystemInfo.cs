namespace ActorMft.Sftp;

/// <summary>Space and limits of the file system below a path (the answer to <c>statvfs@openssh.com</c>).</summary>
public sealed record SftpFileSystemInfo
{
    /// <summary>Preferred block size of transfers, in bytes.</summary>
    public required ulong BlockSize { get; init; }

    /// <summary>The unit of the block counts, in bytes.</summary>
    public required ulong FragmentSize { get; init; }

    /// <summary>All blocks, in units of <see cref="FragmentSize"/>.</summary>
    public required ulong Blocks { get; init; }

    /// <summary>Free blocks.</summary>
    public required ulong FreeBlocks { get; init; }

    /// <summary>Free blocks that this user may use.</summary>
    public required ulong AvailableBlocks { get; init; }

    /// <summary>All inodes.</summary>
    public required ulong Files { get; init; }

    /// <summary>Free inodes.</summary>
    public required ulong FreeFiles { get; init; }

    /// <summary>Free inodes that this user may use.</summary>
    public required ulong AvailableFiles { get; init; }

    /// <summary>File system id.</summary>
    public ulong FileSystemId { get; init; }

    /// <summary>Bit 0: read-only; bit 1: no setuid.</summary>
    public ulong Flags { get; init; }

    /// <summary>The longest name, in bytes.</summary>
    public required ulong MaxNameLength { get; init; }

    /// <summary>Free space for this user, in bytes.</summary>
    public ulong AvailableBytes => AvailableBlocks * FragmentSize;
}
