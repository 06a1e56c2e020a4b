using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="AesGcmSealer"/>.</summary>
internal sealed class AesGcmOpener : PacketOpener
{
    private readonly AesGcm _aes;
    private GcmNonce _nonce;

    public AesGcmOpener(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        _nonce = new GcmNonce(iv);
    }

    public override int BlockSize => 16;

    public override int TagLength => 16;

    public override bool LengthInPadding => false;

    public override int HeaderLength => 4;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[GcmNonce.Length];
        _nonce.Take(nonce);
        Span<byte> body = packet[4..];
        try
        {
            _aes.Decrypt(nonce, body, tag, body, packet[..4]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public override void Dispose() => _aes.Dispose();
}
