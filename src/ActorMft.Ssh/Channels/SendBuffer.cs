using System.Buffers;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// What was written to a channel and isn't sent yet, in one pooled array; there is none while there is nothing. Used under its channel's lock,
/// but for <see cref="Advance"/>: only who writes moves the end of what is written.
/// </summary>
internal sealed class SendBuffer
{
    private const int SmallestArray = 4 * 1024;

    private byte[]? _bytes;
    private int _usualLength = SmallestArray;
    private bool _isWriting;

    // Places in the array: what is to be sent begins, what was flushed ends, what was written ends.
    private int _start;
    private int _flushed;
    private int _written;

    /// <summary>Bytes that were flushed and not sent.</summary>
    public int Length => _flushed - _start;

    public bool IsEmpty => _start == _flushed;

    /// <summary>Memory to write to, until <see cref="Flush"/>.</summary>
    /// <param name="count">At least so many bytes.</param>
    public Memory<byte> Reserve(int count)
    {
        _isWriting = true;
        if (_bytes is null || count > _bytes.Length - _written)
        {
            MakeRoom(count);
        }

        return _bytes.AsMemory(_written);
    }

    /// <summary>So many bytes of the reserved memory were written.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)((_bytes?.Length ?? 0) - _written));
        _written += count;
    }

    /// <summary>What was written is to be sent.</summary>
    public void Flush()
    {
        _isWriting = false;
        _flushed = _written;
        _usualLength = Math.Clamp(Length, SmallestArray, ChannelOutput.Limit);
    }

    /// <summary>The first bytes to send, which stay until <see cref="Consume"/>.</summary>
    public ReadOnlySpan<byte> Peek(int count) => _bytes.AsSpan(_start, count);

    public void Consume(int count) => _start += count;

    /// <summary>Drops everything: it isn't sent any more.</summary>
    public void Discard()
    {
        _start = _flushed = _written;
        ReleaseIfEmpty();
    }

    /// <summary>Gives the array back unless it is in use.</summary>
    public void ReleaseIfEmpty()
    {
        if (!IsEmpty || _isWriting)
        {
            return;
        }

        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }

        _start = 0;
        _flushed = 0;
        _written = 0;
    }

    private void MakeRoom(int count)
    {
        int kept = _written - _start;
        if (_bytes is not null && kept + count <= _bytes.Length)
        {
            _bytes.AsSpan(_start, kept).CopyTo(_bytes);
        }
        else
        {
            byte[] next = ArrayPool<byte>.Shared.Rent(Math.Max(kept + count, _bytes is null ? _usualLength : 2 * _bytes.Length));
            _bytes.AsSpan(_start, kept).CopyTo(next);
            if (_bytes is not null)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = next;
        }

        _flushed -= _start;
        _start = 0;
        _written = kept;
    }
}
