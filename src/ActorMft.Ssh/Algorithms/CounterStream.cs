using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>AES in counter mode (RFC 4344 section 4) as one running stream. Nothing is allocated after construction. Not safe for concurrent use.</summary>
internal abstract class CounterStream : IDisposable
{
    public const int BlockLength = 16;

    /// <summary>By the system's libcrypto where it is there, which needs half the time; else by the base class library.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="iv">The first counter, 16 bytes, big-endian.</param>
    public static CounterStream Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        LibCryptoCounterStream.IsSupported ? new LibCryptoCounterStream(key, iv) : new AesCounterStream(key, iv);

    /// <summary>Encrypts or decrypts in place and moves the stream on.</summary>
    public abstract void Transform(Span<byte> data);

    public abstract void Dispose();
}
