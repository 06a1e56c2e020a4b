using System.Buffers;

namespace ActorMft.Sftp.Client;

/// <summary>A block of a copy, and what is under way with it. Used again and again.</summary>
/// <param name="buffers">Where its memory comes from, if it needs any.</param>
/// <param name="place">Its place there.</param>
/// <param name="target">Takes what arrives in its turn at once; null: everything is kept until it is written.</param>
internal sealed class CopyBlock(CopyBuffers buffers, int place, InOrderTarget? target) : IContentReceiver
{
    private Memory<byte> _buffer;
    private ValueTask<int> _work;
    private Task<int>? _task;

    /// <summary>Where it belongs, in bytes from the start of the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a read or a write was started and not waited for.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Whether what was read is in the target already. All of it is, or nothing: its pieces come one after the other.</summary>
    public bool IsWritten { get; private set; }

    public bool IsDone => _work.IsCompleted;

    public bool IsFull => Room == 0;

    public int Room => buffers.Size - Length;

    public ReadOnlySequence<byte> Data => new(Buffer[..Length]);

    /// <summary>For what is still to be read.</summary>
    public Memory<byte> Rest => Buffer[Length..];

    private Memory<byte> Buffer => _buffer.IsEmpty ? _buffer = buffers.At(place) : _buffer;

    public void Start(long offset)
    {
        Offset = offset;
        Length = 0;
        IsWritten = false;
    }

    public void Receive(in ReadOnlySequence<byte> content)
    {
        if (target is not null && target.TryWrite(Offset + Length, content))
        {
            IsWritten = true;
        }
        else
        {
            content.CopyTo(Rest.Span);
        }
    }

    public void Begin(ValueTask<int> work)
    {
        _work = work;
        _task = null;
        IsBusy = true;
    }

    /// <summary>Completes with the work, without ending the wait for it. For two that are waited for at once.</summary>
    public Task AsTask()
    {
        _task ??= _work.AsTask();
        _work = new ValueTask<int>(_task);
        return _task;
    }

    /// <summary>Waits for the work. Once.</summary>
    public ValueTask<int> EndAsync()
    {
        IsBusy = false;
        return _work;
    }

    public void Add(int count) => Length += count;
}
