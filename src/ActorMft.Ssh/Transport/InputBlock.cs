using System.Buffers;

namespace ActorMft.Ssh.Transport;

/// <summary>A pooled piece of input. Packets are read where they lie in it, so it goes back to the pool when the last one that holds it has let go.</summary>
internal sealed class InputBlock(int size)
{
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);
    private int _holds = 1;

    public byte[] Bytes => _bytes;

    /// <summary>Whether anybody but the input loop still reads in it.</summary>
    public bool IsShared => Volatile.Read(ref _holds) > 1;

    public void Hold() => Interlocked.Increment(ref _holds);

    /// <param name="clear">Whether there may be secrets in it.</param>
    public void Release(bool clear = false)
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes, clear);
        }
    }
}
