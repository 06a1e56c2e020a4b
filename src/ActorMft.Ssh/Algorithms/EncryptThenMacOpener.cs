using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="AesCounterSealer"/> with an -etm MAC: the length is in the clear, nothing is decrypted before the MAC is verified.</summary>
internal sealed class EncryptThenMacOpener(MacInfo mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey) : PacketOpener
{
    private readonly CounterStream _stream = CounterStream.Create(key, iv);
    private readonly PacketMac _mac = new(mac, macKey);

    public override int BlockSize => CounterStream.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => false;

    public override int HeaderLength => 4;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        if (!_mac.Matches(sequenceNumber, packet, tag))
        {
            return false;
        }

        _stream.Transform(packet[4..]);
        return true;
    }

    public override void Dispose()
    {
        _stream.Dispose();
        _mac.Dispose();
    }
}
