namespace ActorMft.Ssh.Algorithms;

/// <summary>The algorithms this machine offers, in order of preference, and how to make each of them by its name.</summary>
internal static class SshAlgorithms
{
    public static IReadOnlyList<string> KeyExchangeNames => throw new NotSupportedException();

    public static IReadOnlyList<string> CipherNames => throw new NotSupportedException();

    public static IReadOnlyList<string> MacNames => throw new NotSupportedException();

    /// <summary>Signature algorithms accepted from servers, also the names of host key algorithms in KEXINIT.</summary>
    public static IReadOnlyList<string> HostKeySignatureNames => throw new NotSupportedException();

    /// <summary>Signature algorithms accepted from users, also the value of server-sig-algs (RFC 8308).</summary>
    public static IReadOnlyList<string> UserKeySignatureNames => throw new NotSupportedException();

    /// <exception cref="ArgumentException">The name is not one of <see cref="KeyExchangeNames"/>.</exception>
    public static KeyExchange CreateKeyExchange(string name) => throw new NotSupportedException();

    /// <exception cref="ArgumentException">The name is not one of <see cref="CipherNames"/>.</exception>
    public static CipherInfo GetCipher(string name) => throw new NotSupportedException();

    /// <exception cref="ArgumentException">The name is not one of <see cref="MacNames"/>.</exception>
    public static MacInfo GetMac(string name) => throw new NotSupportedException();

    /// <summary>Makes the outgoing direction's protection.</summary>
    /// <param name="cipher">One of <see cref="CipherNames"/>.</param>
    /// <param name="mac">One of <see cref="MacNames"/>; not used with an AEAD cipher.</param>
    /// <param name="iv">As long as the cipher's <see cref="CipherInfo.IvLength"/>.</param>
    /// <param name="key">As long as the cipher's <see cref="CipherInfo.KeyLength"/>.</param>
    /// <param name="macKey">As long as the MAC's <see cref="MacInfo.KeyLength"/>; empty with an AEAD cipher.</param>
    public static PacketSealer CreateSealer(string cipher, string? mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey) =>
        throw new NotSupportedException();

    /// <summary>Makes the incoming direction's protection; the parameters are those of <see cref="CreateSealer"/>.</summary>
    public static PacketOpener CreateOpener(string cipher, string? mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey) =>
        throw new NotSupportedException();
}
