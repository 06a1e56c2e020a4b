using System.Runtime.InteropServices;

namespace ActorMft.Sftp.Local.Native;

/// <summary>struct statx of statx(2): the same on every architecture. Only what is used has a name.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct StatX
{
    /// <summary>STATX_BASIC_STATS.</summary>
    public const uint BasicStats = 0x7FF;

    /// <summary>STATX_NLINK.</summary>
    public const uint LinksOnly = 0x4;

    [FieldOffset(16)]
    public readonly uint Links;

    [FieldOffset(20)]
    public readonly uint UserId;

    [FieldOffset(24)]
    public readonly uint GroupId;

    [FieldOffset(28)]
    public readonly ushort Mode;

    [FieldOffset(32)]
    public readonly ulong Inode;

    [FieldOffset(40)]
    public readonly ulong Size;

    [FieldOffset(64)]
    public readonly long AccessSeconds;

    [FieldOffset(112)]
    public readonly long ModifySeconds;

    [FieldOffset(136)]
    public readonly uint DeviceMajor;

    [FieldOffset(140)]
    public readonly uint DeviceMinor;

    public bool IsSameFile(in StatX other) => Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    public SftpAttributes ToAttributes() => new()
    {
        Size = (long)Size,
        UserId = UserId,
        GroupId = GroupId,
        Mode = Mode,
        AccessTime = ToUnsigned(AccessSeconds),
        ModifyTime = ToUnsigned(ModifySeconds),
    };

    // Version 3 has 32 unsigned bits: years 1970 to 2106.
    private static uint ToUnsigned(long seconds) => (uint)Math.Clamp(seconds, 0, uint.MaxValue);
}
