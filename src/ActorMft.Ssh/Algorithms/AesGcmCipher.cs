using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>AES in Galois/counter mode by the base class library.</summary>
internal sealed class AesGcmCipher(ReadOnlySpan<byte> key) : GcmCipher
{
    private readonly AesGcm _aes = new(key, TagLength);

    public override void Seal(ReadOnlySpan<byte> nonce, in UnsealedPacket packet, Span<byte> tag)
    {
        Span<byte> whole = packet.Gather();
        Span<byte> body = whole[ClearLength..];
        _aes.Encrypt(nonce, body, body, tag, whole[..ClearLength]);
    }

    public override bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> body = packet[ClearLength..];
        try
        {
            _aes.Decrypt(nonce, body, tag, body, packet[..ClearLength]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public override void Dispose() => _aes.Dispose();
}
