namespace ActorMft.Ssh.Algorithms;

/// <summary>A CBC cipher with a MAC, either over the clear packet (RFC 4253 section 6.4) or over the encrypted one (-etm@openssh.com).</summary>
internal sealed class CbcSealer(MacInfo mac, bool isTripleDes, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey) : PacketSealer
{
    private readonly CbcCipher _cipher = new(isTripleDes, key, iv);
    private readonly PacketMac _mac = new(mac, macKey);
    private readonly bool _encryptThenMac = mac.EncryptThenMac;

    public override int BlockSize => _cipher.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => !_encryptThenMac;

    public override void Seal(uint sequenceNumber, Span<byte> packet, Span<byte> tag)
    {
        if (_encryptThenMac)
        {
            _cipher.Encrypt(packet[4..]);
            _mac.Compute(sequenceNumber, packet, tag);
        }
        else
        {
            _mac.Compute(sequenceNumber, packet, tag);
            _cipher.Encrypt(packet);
        }
    }

    public override void Dispose()
    {
        _cipher.Dispose();
        _mac.Dispose();
    }
}
