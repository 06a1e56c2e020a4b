using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Native;

/// <summary>
/// The two ChaCha20 streams and the Poly1305 of chacha20-poly1305@openssh.com (OpenSSH's PROTOCOL.chacha20poly1305) by the
/// system's libcrypto. Nothing is allocated per packet. Not safe for concurrent use.
/// </summary>
internal sealed class ChaCha20Poly1305Packets : IDisposable
{
    /// <summary>In bytes: the payload's key, then the length's.</summary>
    public const int KeyLength = 64;

    /// <summary>In bytes.</summary>
    public const int TagLength = 16;

    private const int BlockLength = 64;
    private const int StreamKeyLength = 32;

    private readonly EvpCipherContextHandle _payload;
    private readonly EvpCipherContextHandle _length;
    private readonly EvpMacContextHandle _mac;

    public ChaCha20Poly1305Packets(ReadOnlySpan<byte> key)
    {
        _payload = CreateStream(key[..StreamKeyLength]);
        _length = CreateStream(key[StreamKeyLength..]);
        nint mac = LibCrypto.Check(LibCrypto.EvpMacFetch(0, "POLY1305", properties: null), "EVP_MAC_fetch");
        try
        {
            _mac = LibCrypto.Check(LibCrypto.EvpMacContextNew(mac), "EVP_MAC_CTX_new");
        }
        finally
        {
            LibCrypto.EvpMacFree(mac);
        }
    }

    /// <summary>Whether libcrypto is there and allows it; tried once.</summary>
    public static bool IsSupported { get; } = LibCrypto.Allows(Attempt);

    /// <summary>Applies the length's stream to the 4 bytes of a packet's length, which encrypts and decrypts them.</summary>
    public void TransformLength(uint sequenceNumber, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Start(_length, sequenceNumber);
        Transform(_length, source, destination);
    }

    /// <summary>Positions the payload's stream for a packet and keys the MAC with the stream's first block.</summary>
    public void StartPacket(uint sequenceNumber)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        Start(_payload, sequenceNumber);
        Transform(_payload, block, block);
        LibCrypto.Check(LibCrypto.EvpMacInit(_mac, block[..StreamKeyLength], StreamKeyLength, 0), "EVP_MAC_init");
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>Applies the payload's stream in place; once per packet, after <see cref="StartPacket"/>.</summary>
    public void TransformPayload(Span<byte> payload) => Transform(_payload, payload, payload);

    /// <summary>Computes the tag of an encrypted packet; once per packet, after <see cref="StartPacket"/>.</summary>
    public void ComputeTag(ReadOnlySpan<byte> packet, Span<byte> tag)
    {
        LibCrypto.Check(LibCrypto.EvpMacUpdate(_mac, packet, (nuint)packet.Length), "EVP_MAC_update");
        LibCrypto.Check(LibCrypto.EvpMacFinal(_mac, tag, out _, TagLength), "EVP_MAC_final");
    }

    public void Dispose()
    {
        _payload.Dispose();
        _length.Dispose();
        _mac.Dispose();
    }

    private static EvpCipherContextHandle CreateStream(ReadOnlySpan<byte> key)
    {
        EvpCipherContextHandle stream = LibCrypto.Check(LibCrypto.EvpCipherContextNew(), "EVP_CIPHER_CTX_new");
        LibCrypto.Check(LibCrypto.EvpEncryptInit(stream, LibCrypto.EvpChaCha20(), 0, key, default), "EVP_EncryptInit_ex");
        return stream;
    }

    /// <summary>The nonce is the sequence number (big-endian, 64 bits) behind a block counter of 0 (little-endian, 64 bits).</summary>
    private static void Start(EvpCipherContextHandle stream, uint sequenceNumber)
    {
        Span<byte> iv = stackalloc byte[16];
        iv[..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(iv[8..], sequenceNumber);
        LibCrypto.Check(LibCrypto.EvpEncryptInit(stream, 0, 0, default, iv), "EVP_EncryptInit_ex");
    }

    private static void Transform(EvpCipherContextHandle stream, ReadOnlySpan<byte> source, Span<byte> destination) =>
        LibCrypto.Check(LibCrypto.EvpEncryptUpdate(stream, destination, out _, source, source.Length), "EVP_EncryptUpdate");

    private static void Attempt()
    {
        using ChaCha20Poly1305Packets packets = new(new byte[KeyLength]);
        packets.StartPacket(0);
    }
}
