using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>AES or 3DES in CBC mode as one running chain over all packets (RFC 4253 section 6.3), in place. Whole blocks only.</summary>
internal sealed class CbcCipher : PacketCipher
{
    private readonly SymmetricAlgorithm _algorithm;
    private readonly byte[] _chain;

    /// <param name="isTripleDes">AES otherwise.</param>
    /// <param name="key">Of the cipher's length.</param>
    /// <param name="iv">One block.</param>
    public CbcCipher(bool isTripleDes, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
#pragma warning disable CA5350 // 3DES is what an old peer has, and is offered to nobody else.
        _algorithm = isTripleDes ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
        _algorithm.SetKey(key);
        _chain = iv.ToArray();
    }

    public override int BlockLength => _chain.Length;

    public override void Encrypt(Span<byte> data)
    {
        _algorithm.EncryptCbc(data, _chain, data, PaddingMode.None);
        data[^BlockLength..].CopyTo(_chain);
    }

    public override void Decrypt(Span<byte> data)
    {
        Span<byte> last = stackalloc byte[BlockLength];
        data[^BlockLength..].CopyTo(last);
        _algorithm.DecryptCbc(data, _chain, data, PaddingMode.None);
        last.CopyTo(_chain);
    }

    public override void Dispose() => _algorithm.Dispose();
}
