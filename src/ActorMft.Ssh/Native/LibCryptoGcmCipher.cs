using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Native;

/// <summary>AES in Galois/counter mode by the system's libcrypto: a packet's content is encrypted from where it is, and a call costs little.</summary>
internal sealed class LibCryptoGcmCipher : GcmCipher
{
    // EVP_CTRL_AEAD_GET_TAG and EVP_CTRL_AEAD_SET_TAG.
    private const int GetTag = 0x10;
    private const int SetTag = 0x11;

    // EVP_CipherInit_ex keeps the direction.
    private const int SameDirection = -1;

    private readonly EvpCipherContextHandle _cipher;

    public LibCryptoGcmCipher(ReadOnlySpan<byte> key, bool isSealing)
    {
        _cipher = LibCrypto.Check(LibCrypto.EvpCipherContextNew(), "EVP_CIPHER_CTX_new");
        nint cipher = key.Length switch
        {
            16 => LibCrypto.EvpAes128Gcm(),
            32 => LibCrypto.EvpAes256Gcm(),
            _ => throw new ArgumentException($"A key of AES-GCM has 16 or 32 bytes in SSH, not {key.Length}.", nameof(key)),
        };
        LibCrypto.Check(LibCrypto.EvpCipherInit(_cipher, cipher, 0, key, default, isSealing ? 1 : 0), "EVP_CipherInit_ex");
    }

    /// <summary>Whether libcrypto is there and allows it; tried once.</summary>
    public static bool IsSupported { get; } = LibCrypto.Allows(Attempt);

    public override void Seal(ReadOnlySpan<byte> nonce, in UnsealedPacket packet, Span<byte> tag)
    {
        Start(nonce, packet.Place);
        Transform(packet.Head[ClearLength..], packet.Head[ClearLength..]);
        Transform(packet.Content, packet.ContentPlace);
        Transform(packet.Tail, packet.Tail);
        LibCrypto.Check(LibCrypto.EvpCipherFinal(_cipher, tag, out _), "EVP_CipherFinal_ex");
        LibCrypto.Check(LibCrypto.EvpCipherContextControl(_cipher, GetTag, TagLength, tag), "EVP_CIPHER_CTX_ctrl");
    }

    public override bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[TagLength];
        tag.CopyTo(expected);
        Start(nonce, packet);
        Transform(packet[ClearLength..], packet[ClearLength..]);
        LibCrypto.Check(LibCrypto.EvpCipherContextControl(_cipher, SetTag, TagLength, expected), "EVP_CIPHER_CTX_ctrl");
        if (LibCrypto.EvpCipherFinal(_cipher, expected, out _) == 1)
        {
            return true;
        }

        LibCrypto.ErrClearError();
        return false;
    }

    public override void Dispose() => _cipher.Dispose();

    private static void Attempt()
    {
        using LibCryptoGcmCipher cipher = new(new byte[16], isSealing: true);
        Span<byte> packet = stackalloc byte[2 * TagLength];
        cipher.Seal(new byte[GcmNonce.Length], new UnsealedPacket(packet, default, packet.Length), stackalloc byte[TagLength]);
    }

    private void Start(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> packet)
    {
        LibCrypto.Check(LibCrypto.EvpCipherInit(_cipher, 0, 0, default, nonce, SameDirection), "EVP_CipherInit_ex");

        // Without an output the input is authenticated only.
        LibCrypto.Check(LibCrypto.EvpCipherUpdate(_cipher, default, out _, packet[..ClearLength], ClearLength), "EVP_CipherUpdate");
    }

    private void Transform(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!source.IsEmpty)
        {
            LibCrypto.Check(LibCrypto.EvpCipherUpdate(_cipher, destination, out _, source, source.Length), "EVP_CipherUpdate");
        }
    }
}
