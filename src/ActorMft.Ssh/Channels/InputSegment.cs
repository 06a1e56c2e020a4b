using System.Buffers;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>A piece of what a channel received. Used again and again by its <see cref="ChannelInput"/>.</summary>
internal sealed class InputSegment : ReadOnlySequenceSegment<byte>
{
    private byte[]? _own;
    private InputBlock? _held;

    /// <summary>Whether it lies in the connection's block, which the connection is about to use again.</summary>
    public bool IsBorrowed { get; private set; }

    /// <summary>Where it ends in the channel's stream.</summary>
    public long End => RunningIndex + Memory.Length;

    /// <summary>The next free one, or the next in the stream.</summary>
    public InputSegment? Following
    {
        get => (InputSegment?)Next;
        set => Next = value;
    }

    public void Borrow(ReadOnlyMemory<byte> data, long start)
    {
        IsBorrowed = true;
        Memory = data;
        RunningIndex = start;
        Next = null;
    }

    /// <summary>Keeps the connection from using the block again until <see cref="Release"/>.</summary>
    public void Hold(InputBlock block)
    {
        block.Hold();
        _held = block;
        IsBorrowed = false;
    }

    /// <summary>Makes it an empty piece of its own memory.</summary>
    public void Own(int capacity, long start)
    {
        IsBorrowed = false;
        _own = ArrayPool<byte>.Shared.Rent(capacity);
        Memory = default;
        RunningIndex = start;
        Next = null;
    }

    /// <summary>Takes a copy in behind what is there, if it is a piece of its own memory with room for it.</summary>
    public bool TryAppend(ReadOnlySpan<byte> data)
    {
        int length = Memory.Length;
        if (_own is null || data.Length > _own.Length - length)
        {
            return false;
        }

        data.CopyTo(_own.AsSpan(length));
        Memory = _own.AsMemory(0, length + data.Length);
        return true;
    }

    /// <summary>Gives back what it lies in.</summary>
    public void Release()
    {
        if (_own is not null)
        {
            ArrayPool<byte>.Shared.Return(_own);
        }

        _held?.Release();
        _own = null;
        _held = null;
        IsBorrowed = false;
        Memory = default;
        Next = null;
    }
}
