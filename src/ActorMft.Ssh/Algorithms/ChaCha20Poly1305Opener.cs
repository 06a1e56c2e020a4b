using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="ChaCha20Poly1305Sealer"/>. <see cref="ReadLength"/> leaves the header as it came, since the tag covers it.</summary>
internal sealed class ChaCha20Poly1305Opener(ReadOnlySpan<byte> key) : PacketOpener
{
    private readonly ChaCha20Poly1305Packets _packets = new(key);

    public override int BlockSize => 8;

    public override int TagLength => ChaCha20Poly1305Packets.TagLength;

    public override bool LengthInPadding => false;

    public override int HeaderLength => 4;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header)
    {
        Span<byte> length = stackalloc byte[4];
        _packets.TransformLength(sequenceNumber, header[..4], length);
        return BinaryPrimitives.ReadUInt32BigEndian(length);
    }

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> computed = stackalloc byte[ChaCha20Poly1305Packets.TagLength];
        _packets.StartPacket(sequenceNumber);
        _packets.ComputeTag(packet, computed);
        if (!CryptographicOperations.FixedTimeEquals(computed, tag))
        {
            return false;
        }

        Span<byte> length = packet[..4];
        _packets.TransformPayload(packet[4..]);
        _packets.TransformLength(sequenceNumber, length, length);
        return true;
    }

    public override void Dispose() => _packets.Dispose();
}
