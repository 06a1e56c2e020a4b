using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="AesGcmSealer"/>.</summary>
internal sealed class AesGcmOpener(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) : PacketOpener
{
    private readonly GcmCipher _aes = GcmCipher.ForOpening(key);
    private GcmNonce _nonce = new(iv);

    public override int BlockSize => 16;

    public override int TagLength => GcmCipher.TagLength;

    public override bool LengthInPadding => false;

    public override int HeaderLength => 4;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[GcmNonce.Length];
        _nonce.Take(nonce);
        return _aes.TryOpen(nonce, packet, tag);
    }

    public override void Dispose() => _aes.Dispose();
}
