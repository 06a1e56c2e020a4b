using System.Buffers;

namespace ActorMft.Sftp.Client;

/// <summary>Memory of a copy's blocks, rented as it is needed. Small blocks share buffers: the pool keeps only some of a size.</summary>
/// <param name="size">Of a block, in bytes.</param>
internal sealed class CopyBuffers(int size)
{
    private readonly int _perBuffer = Math.Max(1, SftpLimits.MaxData / size);
    private readonly Lock _gate = new();
    private readonly List<byte[]?> _buffers = [];

    /// <summary>Of a block, in bytes.</summary>
    public int Size => size;

    /// <summary>The memory of the block in a place, always the same until it is returned.</summary>
    public Memory<byte> At(int place)
    {
        var number = place / _perBuffer;
        lock (_gate)
        {
            while (_buffers.Count <= number)
            {
                _buffers.Add(null);
            }

            var buffer = _buffers[number] ??= ArrayPool<byte>.Shared.Rent(_perBuffer * size);
            return buffer.AsMemory(place % _perBuffer * size, size);
        }
    }

    /// <summary>Gives everything back; nobody may use it any more.</summary>
    public void Return()
    {
        foreach (var buffer in _buffers)
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        _buffers.Clear();
    }
}
