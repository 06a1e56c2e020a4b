namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// What is only offered where it was asked for, behind everything else: algorithms with SHA-1 or CBC, and group exchange, whose
/// groups the client can't verify. Old servers and devices have nothing better.
/// </summary>
internal static class LegacyAlgorithms
{
    public const string GroupExchange = "diffie-hellman-group-exchange-sha256";
    public const string Group14Sha1 = "diffie-hellman-group14-sha1";
    public const string Rsa = "ssh-rsa";
    public const string HmacSha1 = "hmac-sha1";
    public const string TripleDes = "3des-cbc";

    public static IReadOnlyList<string> KeyExchanges { get; } = [GroupExchange, Group14Sha1];

    public static IReadOnlyList<string> Ciphers { get; } = ["aes128-cbc", "aes192-cbc", "aes256-cbc", TripleDes];

    public static IReadOnlyList<string> Macs { get; } = [HmacSha1];

    /// <summary>Of host keys and user keys.</summary>
    public static IReadOnlyList<string> Signatures { get; } = [Rsa];

    /// <summary>Names and, where legacy algorithms are asked for, those behind them.</summary>
    public static IReadOnlyList<string> Behind(IReadOnlyList<string> names, IReadOnlyList<string> legacyNames, bool legacy) =>
        legacy ? [.. names, .. legacyNames] : names;

    /// <summary>Whether a name of any kind is one of these.</summary>
    public static bool Contains(string? name) =>
        name is not null && (KeyExchanges.Contains(name) || Ciphers.Contains(name) || Macs.Contains(name) || Signatures.Contains(name));
}
