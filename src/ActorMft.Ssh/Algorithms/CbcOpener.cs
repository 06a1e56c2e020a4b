using System.Buffers.Binary;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// The receiving side of <see cref="CbcSealer"/>. With a plain MAC the first block is decrypted to learn the length. A peer who changes
/// packets on the way learns some bits of the text behind that from when the connection ends (CVE-2008-5161), so a length that
/// can't be is replaced by a fixed one, and the failure shows only once so much has come.
/// </summary>
internal sealed class CbcOpener(MacInfo mac, bool isTripleDes, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey) : PacketOpener
{
    /// <summary>The length that stands in for an impossible one: with its own four bytes, a multiple of each block.</summary>
    private const uint StandIn = 32764;

    private readonly CbcCipher _cipher = new(isTripleDes, key, iv);
    private readonly PacketMac _mac = new(mac, macKey);
    private readonly bool _encryptThenMac = mac.EncryptThenMac;
    private bool _isBad;

    public override int BlockSize => _cipher.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => !_encryptThenMac;

    public override int HeaderLength => _encryptThenMac ? 4 : _cipher.BlockLength;

    public override uint ReadLength(uint sequenceNumber, Span<byte> header)
    {
        if (_encryptThenMac)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(header);
        }

        _cipher.Decrypt(header[..HeaderLength]);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
        _isBad = length < 6 || length > Transport.PacketInput.MaxPacketAfterLogin || (length + 4) % (uint)BlockSize != 0;
        return _isBad ? StandIn : length;
    }

    public override bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        if (_encryptThenMac)
        {
            bool matches = _mac.Matches(sequenceNumber, packet, tag);
            if (matches)
            {
                _cipher.Decrypt(packet[4..]);
            }

            return matches;
        }

        if (packet.Length > HeaderLength)
        {
            _cipher.Decrypt(packet[HeaderLength..]);
        }

        return _mac.Matches(sequenceNumber, packet, tag) && !_isBad;
    }

    public override void Dispose()
    {
        _cipher.Dispose();
        _mac.Dispose();
    }
}
