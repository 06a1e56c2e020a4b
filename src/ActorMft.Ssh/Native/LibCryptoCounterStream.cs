using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Native;

/// <summary>AES in counter mode by the system's libcrypto.</summary>
internal sealed class LibCryptoCounterStream : CounterStream
{
    private readonly EvpCipherContextHandle _stream;

    public LibCryptoCounterStream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _stream = LibCrypto.Check(LibCrypto.EvpCipherContextNew(), "EVP_CIPHER_CTX_new");
        nint cipher = key.Length switch
        {
            16 => LibCrypto.EvpAes128Ctr(),
            24 => LibCrypto.EvpAes192Ctr(),
            32 => LibCrypto.EvpAes256Ctr(),
            _ => throw new ArgumentException($"An AES key has 16, 24 or 32 bytes, not {key.Length}.", nameof(key)),
        };
        LibCrypto.Check(LibCrypto.EvpEncryptInit(_stream, cipher, 0, key, iv), "EVP_EncryptInit_ex");
    }

    /// <summary>Whether libcrypto is there and allows it; tried once.</summary>
    public static bool IsSupported { get; } = LibCrypto.Allows(Attempt);

    public override void Transform(Span<byte> data) =>
        LibCrypto.Check(LibCrypto.EvpEncryptUpdate(_stream, data, out _, data, data.Length), "EVP_EncryptUpdate");

    public override void Dispose() => _stream.Dispose();

    private static void Attempt()
    {
        using LibCryptoCounterStream stream = new(new byte[16], new byte[CounterLength]);
    }
}
