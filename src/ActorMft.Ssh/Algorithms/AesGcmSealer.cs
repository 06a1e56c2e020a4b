namespace ActorMft.Ssh.Algorithms;

/// <summary>aes128-gcm@openssh.com and aes256-gcm@openssh.com: the length is authenticated and stays in the clear.</summary>
internal sealed class AesGcmSealer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) : PacketSealer
{
    private readonly GcmCipher _aes = GcmCipher.ForSealing(key);
    private GcmNonce _nonce = new(iv);

    public override int BlockSize => 16;

    public override int TagLength => GcmCipher.TagLength;

    public override bool LengthInPadding => false;

    public override void Seal(uint sequenceNumber, in UnsealedPacket packet, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[GcmNonce.Length];
        _nonce.Take(nonce);
        _aes.Seal(nonce, packet, tag);
    }

    public override void Dispose() => _aes.Dispose();
}
