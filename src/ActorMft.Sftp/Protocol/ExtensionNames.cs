namespace ActorMft.Sftp.Protocol;

/// <summary>The extensions of OpenSSH's PROTOCOL file, section 4, and draft-ietf-secsh-filexfer-extensions-00.</summary>
internal static class ExtensionNames
{
    public const string PosixRename = "posix-rename@openssh.com";
    public const string StatFileSystem = "statvfs@openssh.com";
    public const string FileStatFileSystem = "fstatvfs@openssh.com";
    public const string HardLink = "hardlink@openssh.com";
    public const string Fsync = "fsync@openssh.com";
    public const string LinkSetStat = "lsetstat@openssh.com";
    public const string Limits = "limits@openssh.com";
    public const string ExpandPath = "expand-path@openssh.com";
    public const string CopyData = "copy-data";
    public const string HomeDirectory = "home-directory";
    public const string UsersGroupsById = "users-groups-by-id@openssh.com";
}
