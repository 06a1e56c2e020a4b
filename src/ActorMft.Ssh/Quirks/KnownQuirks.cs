namespace ActorMft.Ssh.Quirks;

/// <summary>
/// All that depends on who the peer says it is. What can be done for everyone is done for everyone and isn't here: PuTTY's
/// <c>winadj@putty.projects.tartarus.org</c>, for one, gets CHANNEL_FAILURE like every channel request that isn't known.
/// </summary>
public static class KnownQuirks
{
    private const string Prefix = "SSH-2.0-";

    /// <summary>Every quirk, by the software that has it.</summary>
    public static IReadOnlyList<KnownQuirk> All { get; } =
    [
        new("WinSCP_", PeerQuirks.LinkBeforeTarget, "Sends OpenSSH's order only to servers that call themselves OpenSSH."),
        new("libssh_", PeerQuirks.LinkBeforeTarget, "Asks for the peer's OpenSSH version and sends the draft's order when there is none; not to be confused with libssh2."),
        new("ssh2js", PeerQuirks.LinkBeforeTarget, "As a client and as a server: OpenSSH's order only with a peer that calls itself OpenSSH or Dropbear."),
        new("AsyncSSH_", PeerQuirks.LinkBeforeTarget, "As a client and as a server: OpenSSH's order only with a peer that calls itself OpenSSH or paramiko."),
        new("phpseclib_", PeerQuirks.LinkBeforeTarget, "OpenSSH's order only with servers that call themselves OpenSSH."),
        new(
            "AsyncSSH_2.10.",
            PeerQuirks.TalksDuringExchange,
            "Debian 12's 2.10.1 with its security patches does not hold channel data back during a later key exchange; older versions do."),
        new("AsyncSSH_2.14.", PeerQuirks.TalksDuringExchange, "Reported for 2.14.1, where those patches come from: there, too, rekeys fail with peers that insist."),
    ];

    /// <summary>The quirks of a peer.</summary>
    /// <param name="ident">Its identification line.</param>
    public static PeerQuirks Of(string ident)
    {
        ArgumentNullException.ThrowIfNull(ident);
        var software = ident.StartsWith(Prefix, StringComparison.Ordinal) ? ident.AsSpan(Prefix.Length) : ident;
        var quirks = PeerQuirks.None;
        foreach (var known in All)
        {
            quirks |= software.StartsWith(known.Software, StringComparison.Ordinal) ? known.Quirks : PeerQuirks.None;
        }

        return quirks;
    }
}
