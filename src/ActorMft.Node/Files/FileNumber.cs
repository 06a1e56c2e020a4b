using System.Runtime.InteropServices;

namespace ActorMft.Node.Files;

/// <summary>What makes two names the same file: the device and the inode.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileNumber(ulong Device, ulong Inode);
