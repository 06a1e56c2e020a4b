namespace ActorMft.Sftp.Protocol;

/// <summary>The names by which OpenSSH's sftp-server allows and denies requests (<c>-p</c>, <c>-P</c>; <c>-Q requests</c> lists them).</summary>
internal static class RequestNames
{
    /// <summary>INIT has no name: it is never denied.</summary>
    public static string Of(PacketType type) => type switch
    {
        PacketType.Open => "open",
        PacketType.Close => "close",
        PacketType.Read => "read",
        PacketType.Write => "write",
        PacketType.LinkStat => "lstat",
        PacketType.FileStat => "fstat",
        PacketType.SetStat => "setstat",
        PacketType.FileSetStat => "fsetstat",
        PacketType.OpenDirectory => "opendir",
        PacketType.ReadDirectory => "readdir",
        PacketType.Remove => "remove",
        PacketType.MakeDirectory => "mkdir",
        PacketType.RemoveDirectory => "rmdir",
        PacketType.RealPath => "realpath",
        PacketType.Stat => "stat",
        PacketType.Rename => "rename",
        PacketType.ReadLink => "readlink",
        PacketType.SymbolicLink => "symlink",
        _ => "",
    };

    /// <summary>An extension's name without its owner's domain.</summary>
    public static string Of(string extension) =>
        extension.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? extension[..at] : extension;
}
