namespace ActorMft.Sftp;

/// <summary>What a server can do beyond version 3 (named in its SSH_FXP_VERSION).</summary>
[Flags]
public enum SftpExtensions
{
    None = 0,

    /// <summary><c>posix-rename@openssh.com</c>: rename that replaces.</summary>
    PosixRename = 1,

    /// <summary><c>statvfs@openssh.com</c>.</summary>
    StatFileSystem = 2,

    /// <summary><c>hardlink@openssh.com</c>.</summary>
    HardLink = 4,

    /// <summary><c>fsync@openssh.com</c>.</summary>
    Fsync = 8,

    /// <summary><c>lsetstat@openssh.com</c>.</summary>
    LinkSetStat = 16,

    /// <summary><c>limits@openssh.com</c>.</summary>
    Limits = 32,

    /// <summary><c>copy-data</c>.</summary>
    CopyData = 64,

    /// <summary><c>home-directory</c>.</summary>
    HomeDirectory = 128,

    /// <summary><c>expand-path@openssh.com</c>.</summary>
    ExpandPath = 256,

    /// <summary><c>fstatvfs@openssh.com</c>.</summary>
    FileStatFileSystem = 512,

    /// <summary><c>users-groups-by-id@openssh.com</c>.</summary>
    UsersGroupsById = 1024,
}
