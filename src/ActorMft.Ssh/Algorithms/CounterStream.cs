using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>AES in counter mode (RFC 4344 section 4) as one running stream. Nothing is allocated after construction.</summary>
internal abstract class CounterStream : PacketCipher
{
    public const int CounterLength = 16;

    public sealed override int BlockLength => CounterLength;

    /// <summary>By the system's libcrypto where it is there, which needs half the time; else by the base class library.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="iv">The first counter, 16 bytes, big-endian.</param>
    public static CounterStream Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        LibCryptoCounterStream.IsSupported ? new LibCryptoCounterStream(key, iv) : new AesCounterStream(key, iv);

    public sealed override void Encrypt(Span<byte> data) => Transform(data);

    public sealed override void Decrypt(Span<byte> data) => Transform(data);

    /// <summary>Encrypts or decrypts in place and moves the stream on.</summary>
    public abstract void Transform(Span<byte> data);
}
