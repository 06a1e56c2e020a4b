using System.Security.Cryptography;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The algorithms this machine offers, in order of preference, and how to make each of them by its name.</summary>
internal static class SshAlgorithms
{
    private static readonly (string Name, bool IsSupported, Func<KeyExchange> Create)[] s_keyExchanges =
    [
        ("mlkem768x25519-sha256", MlKem768X25519KeyExchange.IsSupported, () => new MlKem768X25519KeyExchange()),
        ("curve25519-sha256", X25519.IsSupported, () => new Curve25519KeyExchange()),
        ("curve25519-sha256@libssh.org", X25519.IsSupported, () => new Curve25519KeyExchange()),
        ("ecdh-sha2-nistp256", true, EcdhKeyExchange.NistP256),
        ("ecdh-sha2-nistp384", true, EcdhKeyExchange.NistP384),
        ("ecdh-sha2-nistp521", true, EcdhKeyExchange.NistP521),
        ("diffie-hellman-group16-sha512", ModularGroup.Group16 is not null, () => new DiffieHellmanKeyExchange(ModularGroup.Group16!, HashAlgorithmName.SHA512)),
        ("diffie-hellman-group14-sha256", ModularGroup.Group14 is not null, () => new DiffieHellmanKeyExchange(ModularGroup.Group14!, HashAlgorithmName.SHA256)),
        (LegacyAlgorithms.GroupExchange, ModularGroup.Group14 is not null, () => new GroupExchange()),
        (LegacyAlgorithms.Group14Sha1, ModularGroup.Group14 is not null, () => new DiffieHellmanKeyExchange(ModularGroup.Group14!, HashAlgorithmName.SHA1)),
    ];

    private static readonly CipherInfo[] s_ciphers =
    [
        new("aes128-gcm@openssh.com", KeyLength: 16, IvLength: GcmNonce.Length, IsAead: true),
        new("aes256-gcm@openssh.com", KeyLength: 32, IvLength: GcmNonce.Length, IsAead: true),
        new(ChaCha20Poly1305, ChaCha20Poly1305Packets.KeyLength, IvLength: 0, IsAead: true),
        new("aes128-ctr", KeyLength: 16, CounterStream.CounterLength, IsAead: false),
        new("aes192-ctr", KeyLength: 24, CounterStream.CounterLength, IsAead: false),
        new("aes256-ctr", KeyLength: 32, CounterStream.CounterLength, IsAead: false),
        new("aes128-cbc", KeyLength: 16, IvLength: 16, IsAead: false, IsCbc: true),
        new("aes192-cbc", KeyLength: 24, IvLength: 16, IsAead: false, IsCbc: true),
        new("aes256-cbc", KeyLength: 32, IvLength: 16, IsAead: false, IsCbc: true),
        new(LegacyAlgorithms.TripleDes, KeyLength: 24, IvLength: 8, IsAead: false, IsCbc: true),
    ];

    private static readonly MacInfo[] s_macs =
    [
        new("hmac-sha2-256-etm@openssh.com", KeyLength: 32, HashAlgorithmName.SHA256, EncryptThenMac: true),
        new("hmac-sha2-512-etm@openssh.com", KeyLength: 64, HashAlgorithmName.SHA512, EncryptThenMac: true),
        new("hmac-sha2-256", KeyLength: 32, HashAlgorithmName.SHA256, EncryptThenMac: false),
        new("hmac-sha2-512", KeyLength: 64, HashAlgorithmName.SHA512, EncryptThenMac: false),
        new(LegacyAlgorithms.HmacSha1, KeyLength: 20, HashAlgorithmName.SHA1, EncryptThenMac: false),
    ];

    private const string ChaCha20Poly1305 = "chacha20-poly1305@openssh.com";

    /// <summary>With those that this machine can't do, without the legacy ones.</summary>
    public static IReadOnlyList<string> AllKeyExchangeNames { get; } = [.. s_keyExchanges.Select(k => k.Name).Where(n => !LegacyAlgorithms.Contains(n))];

    /// <summary>With those that this machine can't do, without the legacy ones.</summary>
    public static IReadOnlyList<string> AllCipherNames { get; } = [.. s_ciphers.Select(c => c.Name).Where(n => !LegacyAlgorithms.Contains(n))];

    public static IReadOnlyList<string> KeyExchangeNames { get; } =
        [.. s_keyExchanges.Where(k => k.IsSupported).Select(k => k.Name).Where(n => !LegacyAlgorithms.Contains(n))];

    public static IReadOnlyList<string> CipherNames { get; } =
        [.. s_ciphers.Where(IsSupported).Select(c => c.Name).Where(n => !LegacyAlgorithms.Contains(n))];

    public static IReadOnlyList<string> MacNames { get; } = [.. s_macs.Select(m => m.Name).Where(n => !LegacyAlgorithms.Contains(n))];

    /// <summary>With those that this machine can't do, without the legacy one.</summary>
    public static IReadOnlyList<string> AllHostKeySignatureNames { get; } =
    [
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "rsa-sha2-512",
        "rsa-sha2-256",
    ];

    /// <summary>Signature algorithms accepted from servers, also the names of host key algorithms in KEXINIT.</summary>
    public static IReadOnlyList<string> HostKeySignatureNames { get; } = [.. AllHostKeySignatureNames.Where(n => n != "ssh-ed25519" || Ed25519.IsSupported)];

    /// <summary>Signature algorithms accepted from users, also the value of server-sig-algs (RFC 8308).</summary>
    public static IReadOnlyList<string> UserKeySignatureNames { get; } =
    [
        .. HostKeySignatureNames,
        .. Ed25519.IsSupported ? [SecurityKeyPublicKey.Ed25519Type] : Array.Empty<string>(),
        SecurityKeyPublicKey.EcdsaType,
    ];

    /// <exception cref="ArgumentException">The name is not one of <see cref="KeyExchangeNames"/> or <see cref="LegacyAlgorithms.KeyExchanges"/>.</exception>
    public static KeyExchange CreateKeyExchange(string name)
    {
        foreach ((string known, bool isSupported, Func<KeyExchange> create) in s_keyExchanges)
        {
            if (isSupported && known == name)
            {
                return create();
            }
        }

        throw Unknown(name);
    }

    /// <exception cref="ArgumentException">The name is not one of <see cref="CipherNames"/> or <see cref="LegacyAlgorithms.Ciphers"/>.</exception>
    public static CipherInfo GetCipher(string name) =>
        s_ciphers.FirstOrDefault(c => c.Name == name && IsSupported(c)) ?? throw Unknown(name);

    /// <exception cref="ArgumentException">The name is not one of <see cref="MacNames"/> or <see cref="LegacyAlgorithms.Macs"/>.</exception>
    public static MacInfo GetMac(string name) => s_macs.FirstOrDefault(m => m.Name == name) ?? throw Unknown(name);

    /// <summary>Makes the outgoing direction's protection.</summary>
    /// <param name="cipher">One of <see cref="CipherNames"/>.</param>
    /// <param name="mac">One of <see cref="MacNames"/>; not used with an AEAD cipher.</param>
    /// <param name="iv">As long as the cipher's <see cref="CipherInfo.IvLength"/>.</param>
    /// <param name="key">As long as the cipher's <see cref="CipherInfo.KeyLength"/>.</param>
    /// <param name="macKey">As long as the MAC's <see cref="MacInfo.KeyLength"/>; empty with an AEAD cipher.</param>
    /// <exception cref="ArgumentException">A name is unknown, or a length is wrong.</exception>
    public static PacketSealer CreateSealer(string cipher, string? mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey)
    {
        CipherInfo info = GetCipher(cipher);
        MacInfo? macInfo = CheckLengths(info, mac, iv, key, macKey);
        return macInfo is not null ? new MacSealer(info.IsCbc ? CreateCbc(cipher, iv, key) : CounterStream.Create(key, iv), macInfo, macKey)
            : cipher == ChaCha20Poly1305 ? new ChaCha20Poly1305Sealer(key)
            : new AesGcmSealer(key, iv);
    }

    /// <summary>Makes the incoming direction's protection; the parameters are those of <see cref="CreateSealer"/>.</summary>
    public static PacketOpener CreateOpener(string cipher, string? mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey)
    {
        CipherInfo info = GetCipher(cipher);
        MacInfo? macInfo = CheckLengths(info, mac, iv, key, macKey);
        return macInfo is null ? (cipher == ChaCha20Poly1305 ? new ChaCha20Poly1305Opener(key) : new AesGcmOpener(key, iv))
            : macInfo.EncryptThenMac ? new EncryptThenMacOpener(info.IsCbc ? CreateCbc(cipher, iv, key) : CounterStream.Create(key, iv), macInfo, macKey)
            : info.IsCbc ? new CbcOpener(CreateCbc(cipher, iv, key), macInfo, macKey)
            : new EncryptAndMacOpener(CounterStream.Create(key, iv), macInfo, macKey);
    }

    private static CbcCipher CreateCbc(string cipher, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key) =>
        new(isTripleDes: cipher == LegacyAlgorithms.TripleDes, key, iv);

    /// <summary>Returns the MAC to use, or null with an AEAD cipher.</summary>
    private static MacInfo? CheckLengths(CipherInfo cipher, string? mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey)
    {
        MacInfo? macInfo = cipher.IsAead ? null : GetMac(mac ?? "none");
        if (iv.Length != cipher.IvLength || key.Length != cipher.KeyLength || (macInfo is not null && macKey.Length != macInfo.KeyLength))
        {
            throw new ArgumentException(
                $"{cipher.Name} with {mac} was given {iv.Length} bytes of IV, {key.Length} of key and {macKey.Length} of MAC key.", nameof(key));
        }

        return macInfo;
    }

    private static bool IsSupported(CipherInfo cipher) => cipher.Name != ChaCha20Poly1305 || ChaCha20Poly1305Packets.IsSupported;

    private static ArgumentException Unknown(string name) => new($"'{name}' is not an algorithm offered on this machine.", nameof(name));
}
