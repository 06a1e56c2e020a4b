using System.Runtime.InteropServices;

namespace ActorMft.Sftp.Local.Native;

/// <summary>struct statvfs of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StatVfs
{
    public ulong BlockSize;
    public ulong FragmentSize;
    public ulong Blocks;
    public ulong FreeBlocks;
    public ulong AvailableBlocks;
    public ulong Files;
    public ulong FreeFiles;
    public ulong AvailableFiles;
    public ulong FileSystemId;
    public ulong Flags;
    public ulong MaxNameLength;
    private fixed int _spare[16];

    public readonly SftpFileSystemInfo ToInfo() => new()
    {
        BlockSize = BlockSize,
        FragmentSize = FragmentSize,
        Blocks = Blocks,
        FreeBlocks = FreeBlocks,
        AvailableBlocks = AvailableBlocks,
        Files = Files,
        FreeFiles = FreeFiles,
        AvailableFiles = AvailableFiles,
        FileSystemId = FileSystemId,
        Flags = Flags & 3,
        MaxNameLength = MaxNameLength,
    };
}
