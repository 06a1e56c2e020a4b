namespace ActorMft.Ssh.Algorithms;

/// <summary>A cipher with a MAC, either over the clear packet (RFC 4253 section 6.4) or over the encrypted one (-etm@openssh.com).</summary>
/// <param name="cipher">Owned.</param>
/// <param name="mac">Says which of the two.</param>
/// <param name="macKey">As long as the MAC's <see cref="MacInfo.KeyLength"/>.</param>
internal sealed class MacSealer(PacketCipher cipher, MacInfo mac, ReadOnlySpan<byte> macKey) : PacketSealer
{
    private readonly PacketMac _mac = new(mac, macKey);
    private readonly bool _encryptThenMac = mac.EncryptThenMac;

    public override int BlockSize => cipher.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => !_encryptThenMac;

    public override int Batch => _mac.Batch;

    public override void Seal(uint sequenceNumber, in UnsealedPacket unsealed, Span<byte> tag)
    {
        Span<byte> packet = unsealed.Gather();
        if (_encryptThenMac)
        {
            cipher.Encrypt(packet[4..]);
            _mac.Compute(sequenceNumber, packet, tag);
        }
        else
        {
            _mac.Compute(sequenceNumber, packet, tag);
            cipher.Encrypt(packet);
        }
    }

    public override void Seal(uint sequenceNumber, Span<byte> buffer, ReadOnlySpan<PacketPlace> packets)
    {
        if (!_encryptThenMac)
        {
            _mac.Compute(sequenceNumber, buffer, packets);
        }

        foreach (PacketPlace packet in packets)
        {
            cipher.Encrypt(packet.Of(buffer)[(_encryptThenMac ? 4 : 0)..]);
        }

        if (_encryptThenMac)
        {
            _mac.Compute(sequenceNumber, buffer, packets);
        }
    }

    public override void Dispose()
    {
        cipher.Dispose();
        _mac.Dispose();
    }
}
