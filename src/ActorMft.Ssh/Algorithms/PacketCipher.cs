namespace ActorMft.Ssh.Algorithms;

/// <summary>A cipher that needs a MAC beside it, as one run over all packets of a direction, in place. Not safe for concurrent use.</summary>
internal abstract class PacketCipher : IDisposable
{
    /// <summary>What is encrypted or decrypted at once is a multiple of this, in bytes; of a stream it need not be.</summary>
    public abstract int BlockLength { get; }

    public abstract void Encrypt(Span<byte> data);

    public abstract void Decrypt(Span<byte> data);

    public abstract void Dispose();
}
