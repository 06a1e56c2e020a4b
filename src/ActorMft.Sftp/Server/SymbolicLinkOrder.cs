namespace ActorMft.Sftp.Server;

/// <summary>
/// The draft says SYMLINK(linkpath, targetpath). OpenSSH sends and expects the reverse, and nearly everyone follows it; a few clients
/// follow the draft with every server that doesn't call itself OpenSSH.
/// </summary>
internal static class SymbolicLinkOrder
{
    private static readonly string[] FollowTheDraft = ["WinSCP", "AsyncSSH", "ssh2js"];

    public static bool IsTargetFirst(string clientIdent) =>
        !Array.Exists(FollowTheDraft, name => clientIdent.Contains(name, StringComparison.OrdinalIgnoreCase));
}
