using System.Runtime.InteropServices;

namespace ActorMft.Sftp;

/// <summary>
/// What is known about a file, or what is to be changed: a field that is null is unknown or stays as it is
/// (ATTRS of draft-ietf-secsh-filexfer-02, section 5).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SftpAttributes
{
    private const uint TypeMask = 0xF000;
    private const uint RegularType = 0x8000;
    private const uint DirectoryType = 0x4000;
    private const uint LinkType = 0xA000;

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Numeric owner. On the wire owner and group only travel together.</summary>
    public uint? UserId { get; init; }

    /// <summary>Numeric group.</summary>
    public uint? GroupId { get; init; }

    /// <summary>POSIX mode: type and permission bits (<c>st_mode</c>).</summary>
    public uint? Mode { get; init; }

    /// <summary>Last access, in seconds since 1970 UTC, unsigned 32 bit. On the wire both times only travel together.</summary>
    public uint? AccessTime { get; init; }

    /// <summary>Last change of the content, in seconds since 1970 UTC, unsigned 32 bit.</summary>
    public uint? ModifyTime { get; init; }

    /// <summary>True for a regular file.</summary>
    public bool IsRegularFile => (Mode & TypeMask) == RegularType;

    /// <summary>True for a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    /// <summary>True for a symbolic link.</summary>
    public bool IsSymbolicLink => (Mode & TypeMask) == LinkType;

    /// <summary><see cref="ModifyTime"/> as a point in time.</summary>
    public DateTimeOffset? ModifiedAt => ModifyTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
