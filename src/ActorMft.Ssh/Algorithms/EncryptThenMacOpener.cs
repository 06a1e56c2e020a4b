using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The receiving side of <see cref="MacSealer"/> with an -etm MAC: the length is in the clear, nothing is decrypted before the MAC is verified.</summary>
/// <param name="cipher">Owned.</param>
/// <param name="mac">One that <see cref="MacInfo.EncryptThenMac"/> is true of.</param>
/// <param name="macKey">As long as the MAC's <see cref="MacInfo.KeyLength"/>.</param>
internal sealed class EncryptThenMacOpener(PacketCipher cipher, MacInfo mac, ReadOnlySpan<byte> macKey) : PacketOpener
{
    private readonly PacketMac _mac = new(mac, macKey);

    public override int BlockSize => cipher.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => false;

    public override int HeaderLength => 4;

    public override int Batch => _mac.Batch;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        if (!_mac.Matches(sequenceNumber, packet, tag))
        {
            return false;
        }

        cipher.Decrypt(packet[4..]);
        return true;
    }

    public override void Prepare(Span<byte> packet)
    {
        // Nothing before it is verified.
    }

    public override int Open(uint sequenceNumber, Span<byte> buffer, ReadOnlySpan<PacketPlace> packets)
    {
        int right = _mac.CountMatches(sequenceNumber, buffer, packets);
        foreach (PacketPlace packet in packets[..right])
        {
            cipher.Decrypt(packet.Of(buffer)[4..]);
        }

        return right;
    }

    public override void Dispose()
    {
        cipher.Dispose();
        _mac.Dispose();
    }
}
