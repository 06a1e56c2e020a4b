using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>AES in Galois/counter mode over packets whose length is authenticated in the clear (RFC 5647 section 7.3), one direction. Not safe for concurrent use.</summary>
internal abstract class GcmCipher : IDisposable
{
    /// <summary>In bytes.</summary>
    public const int TagLength = 16;

    /// <summary>Bytes of a packet that stay in the clear: its length.</summary>
    protected const int ClearLength = 4;

    /// <summary>By the system's libcrypto where it is there, which costs a short packet a quarter of the time; else by the base class library.</summary>
    /// <param name="key">16 or 32 bytes.</param>
    public static GcmCipher ForSealing(ReadOnlySpan<byte> key) =>
        LibCryptoGcmCipher.IsSupported ? new LibCryptoGcmCipher(key, isSealing: true) : new AesGcmCipher(key);

    /// <inheritdoc cref="ForSealing"/>
    public static GcmCipher ForOpening(ReadOnlySpan<byte> key) =>
        LibCryptoGcmCipher.IsSupported ? new LibCryptoGcmCipher(key, isSealing: false) : new AesGcmCipher(key);

    /// <summary>Encrypts a packet into its place and writes its tag.</summary>
    /// <param name="nonce">Of this packet alone.</param>
    /// <param name="packet">Its content begins behind its length.</param>
    /// <param name="tag">16 bytes.</param>
    public abstract void Seal(ReadOnlySpan<byte> nonce, in UnsealedPacket packet, Span<byte> tag);

    /// <summary>Decrypts a packet in place; false, and what is in it then is nobody's to read, when the tag isn't its.</summary>
    public abstract bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> packet, ReadOnlySpan<byte> tag);

    public abstract void Dispose();
}
