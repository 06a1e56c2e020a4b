using System.Buffers.Binary;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>Packets before the first NEWKEYS: nothing is encrypted, nothing is authenticated.</summary>
internal sealed class PlainOpener : PacketOpener
{
    public override int BlockSize => 8;

    public override int TagLength => 0;

    public override bool LengthInPadding => true;

    public override int HeaderLength => 4;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag) => true;

    public override void Dispose()
    {
    }
}
