using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="MacSealer"/> with a plain MAC: the first block is decrypted to learn the length, and the MAC covers the clear packet.</summary>
/// <param name="cipher">Owned. Counter mode: of chained blocks, a length that is acted on tells what it shouldn't, see <see cref="CbcOpener"/>.</param>
/// <param name="mac">One that <see cref="MacInfo.EncryptThenMac"/> is false of.</param>
/// <param name="macKey">As long as the MAC's <see cref="MacInfo.KeyLength"/>.</param>
internal sealed class EncryptAndMacOpener(CounterStream cipher, MacInfo mac, ReadOnlySpan<byte> macKey) : PacketOpener
{
    private readonly PacketMac _mac = new(mac, macKey);

    public override int BlockSize => cipher.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => true;

    public override int HeaderLength => cipher.BlockLength;

    public override int Batch => _mac.Batch;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header)
    {
        cipher.Decrypt(header[..HeaderLength]);
        return BinaryPrimitives.ReadUInt32BigEndian(header);
    }

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        if (packet.Length < HeaderLength)
        {
            return false;
        }

        Prepare(packet);
        return _mac.Matches(sequenceNumber, packet, tag);
    }

    public override void Prepare(Span<byte> packet) => cipher.Decrypt(packet[HeaderLength..]);

    public override int Open(uint sequenceNumber, Span<byte> buffer, ReadOnlySpan<PacketPlace> packets) => _mac.CountMatches(sequenceNumber, buffer, packets);

    public override void Dispose()
    {
        cipher.Dispose();
        _mac.Dispose();
    }
}
