namespace ActorMft.Ssh.Quirks;

/// <summary>What some programs do differently than the documents say. <see cref="KnownQuirks"/> lists who does what, and why we know.</summary>
[Flags]
public enum PeerQuirks
{
    None = 0,

    /// <summary>
    /// SFTP's SYMLINK as the draft has it: first the link's path, then what it leads to. OpenSSH sends and expects the reverse, and nearly everyone follows it.
    /// </summary>
    LinkBeforeTarget = 1,

    /// <summary>
    /// After its KEXINIT of a later exchange it goes on with channel messages, under the old keys, until its NEWKEYS. RFC 4253, section 7.1, forbids that. They are
    /// taken from those peers after the login only, so that what a peer may say without one stays as it is.
    /// </summary>
    TalksDuringExchange = 2,
}
