using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// The receiving side of <see cref="MacSealer"/> with chained blocks and a plain MAC. The first block is decrypted to learn the length. A
/// peer who changes packets on the way learns some bits of the text behind that from when the connection ends (CVE-2008-5161), so a length
/// that can't be is replaced by a fixed one, and the failure shows only once so much has come.
/// </summary>
/// <param name="cipher">Owned.</param>
/// <param name="mac">One that <see cref="MacInfo.EncryptThenMac"/> is false of.</param>
/// <param name="macKey">As long as the MAC's <see cref="MacInfo.KeyLength"/>.</param>
internal sealed class CbcOpener(CbcCipher cipher, MacInfo mac, ReadOnlySpan<byte> macKey) : PacketOpener
{
    /// <summary>The length that stands in for an impossible one: with its own four bytes, a multiple of each block.</summary>
    private const uint StandIn = 32764;

    private readonly PacketMac _mac = new(mac, macKey);
    private bool _isBad;

    public override int BlockSize => cipher.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => true;

    public override int HeaderLength => cipher.BlockLength;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header)
    {
        cipher.Decrypt(header[..HeaderLength]);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
        _isBad = length < 6 || length > Transport.PacketInput.MaxPacketAfterLogin || (length + 4) % (uint)BlockSize != 0;
        return _isBad ? StandIn : length;
    }

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        if (packet.Length > HeaderLength)
        {
            cipher.Decrypt(packet[HeaderLength..]);
        }

        return _mac.Matches(sequenceNumber, packet, tag) && !_isBad;
    }

    public override void Dispose()
    {
        cipher.Dispose();
        _mac.Dispose();
    }
}
