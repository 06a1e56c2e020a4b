namespace ActorMft.Ssh.Algorithms;

/// <summary>aes128/192/256-ctr with a MAC, either over the clear packet (RFC 4253 section 6.4) or over the encrypted one (-etm@openssh.com).</summary>
internal sealed class AesCounterSealer : PacketSealer
{
    private readonly CounterStream _stream;
    private readonly PacketMac _mac;
    private readonly bool _encryptThenMac;

    public AesCounterSealer(MacInfo mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey)
    {
        _stream = CounterStream.Create(key, iv);
        _mac = new PacketMac(mac, macKey);
        _encryptThenMac = mac.EncryptThenMac;
    }

    public override int BlockSize => CounterStream.BlockLength;

    public override int TagLength => _mac.Length;

    public override bool LengthInPadding => !_encryptThenMac;

    public override void Seal(uint sequenceNumber, Span<byte> packet, Span<byte> tag)
    {
        if (_encryptThenMac)
        {
            _stream.Transform(packet[4..]);
            _mac.Compute(sequenceNumber, packet, tag);
        }
        else
        {
            _mac.Compute(sequenceNumber, packet, tag);
            _stream.Transform(packet);
        }
    }

    public override void Dispose()
    {
        _stream.Dispose();
        _mac.Dispose();
    }
}
