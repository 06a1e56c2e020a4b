using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="AesCounterSealer"/> with a plain MAC: the first block is decrypted to learn the length, and the MAC covers the clear packet.</summary>
internal sealed class EncryptAndMacOpener(MacInfo mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey) : PacketOpener
{
    private readonly CounterStream _stream = CounterStream.Create(key, iv);
    private readonly PacketMac _mac = new(mac, macKey);

    public override int BlockSize => CounterStream.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => true;

    public override int HeaderLength => CounterStream.BlockLength;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header)
    {
        _stream.Transform(header[..HeaderLength]);
        return BinaryPrimitives.ReadUInt32BigEndian(header);
    }

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        if (packet.Length < HeaderLength)
        {
            return false;
        }

        _stream.Transform(packet[HeaderLength..]);
        return _mac.Matches(sequenceNumber, packet, tag);
    }

    public override void Dispose()
    {
        _stream.Dispose();
        _mac.Dispose();
    }
}
