namespace ActorMft.Ssh.Transport;

/// <summary>
/// Which algorithms a connection offers, best first. An absent list means everything this machine supports in the
/// default order, without the legacy ones. Unsupported names are left out; a list without any supported name is refused when the connection starts.
/// </summary>
public sealed record SshAlgorithmPreferences
{
    /// <summary>
    /// Whether algorithms with SHA-1 or CBC (<c>ssh-rsa</c>, <c>hmac-sha1</c>, <c>aes128-cbc</c>, <c>3des-cbc</c>...) and group exchange are
    /// supported too, behind all others. Default: no.
    /// </summary>
    public bool Legacy { get; init; }

    /// <summary>Key exchange methods, such as <c>curve25519-sha256</c>.</summary>
    public IReadOnlyList<string>? KeyExchanges { get; init; }

    /// <summary>Host key signature algorithms, such as <c>ssh-ed25519</c>. A server offers those it has a key for.</summary>
    public IReadOnlyList<string>? HostKeys { get; init; }

    /// <summary>Ciphers, such as <c>aes128-gcm@openssh.com</c>.</summary>
    public IReadOnlyList<string>? Ciphers { get; init; }

    /// <summary>Message authentication codes, such as <c>hmac-sha2-256-etm@openssh.com</c>.</summary>
    public IReadOnlyList<string>? Macs { get; init; }

    /// <summary>Signature algorithms of users' keys: accepted by a server and told in server-sig-algs (RFC 8308); those that a client's own keys sign with.</summary>
    public IReadOnlyList<string>? UserKeys { get; init; }
}
