using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>Packets before the first NEWKEYS: nothing is encrypted, nothing is authenticated.</summary>
internal sealed class PlainSealer : PacketSealer
{
    public override int BlockSize => 8;

    public override int TagLength => 0;

    public override bool LengthInPadding => true;

    public override void Seal(uint sequenceNumber, in UnsealedPacket packet, Span<byte> tag) => packet.Gather();

    public override void Dispose()
    {
    }
}
