using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>aes128-gcm@openssh.com and aes256-gcm@openssh.com: the length is authenticated and stays in the clear.</summary>
internal sealed class AesGcmSealer : PacketSealer
{
    private readonly AesGcm _aes;
    private GcmNonce _nonce;

    public AesGcmSealer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        _nonce = new GcmNonce(iv);
    }

    public override int BlockSize => 16;

    public override int TagLength => 16;

    public override bool LengthInPadding => false;

    public override void Seal(uint sequenceNumber, Span<byte> packet, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[GcmNonce.Length];
        _nonce.Take(nonce);
        Span<byte> body = packet[4..];
        _aes.Encrypt(nonce, body, body, tag, packet[..4]);
    }

    public override void Dispose() => _aes.Dispose();
}
