using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>chacha20-poly1305@openssh.com: the length is encrypted by a stream of its own; the sequence number is the nonce.</summary>
internal sealed class ChaCha20Poly1305Sealer(ReadOnlySpan<byte> key) : PacketSealer
{
    private readonly ChaCha20Poly1305Packets _packets = new(key);

    public override int BlockSize => 8;

    public override int TagLength => ChaCha20Poly1305Packets.TagLength;

    public override bool LengthInPadding => false;

    public override void Seal(uint sequenceNumber, in UnsealedPacket unsealed, Span<byte> tag)
    {
        Span<byte> packet = unsealed.Gather();
        Span<byte> length = packet[..4];
        _packets.TransformLength(sequenceNumber, length, length);
        _packets.StartPacket(sequenceNumber);
        _packets.TransformPayload(packet[4..]);
        _packets.ComputeTag(packet, tag);
    }

    public override void Dispose() => _packets.Dispose();
}
