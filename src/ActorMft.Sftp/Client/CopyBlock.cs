using System.Buffers;

namespace ActorMft.Sftp.Client;

/// <summary>A block of a copy, and what is under way with it. Used again and again.</summary>
/// <param name="buffer">Its place in memory for the whole copy.</param>
internal sealed class CopyBlock(Memory<byte> buffer)
{
    private ValueTask<int> _work;
    private Task<int>? _task;

    /// <summary>Where it belongs, in bytes from the start of the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a read or a write was started and not waited for.</summary>
    public bool IsBusy { get; private set; }

    public bool IsDone => _work.IsCompleted;

    public bool IsFull => Length == buffer.Length;

    public ReadOnlySequence<byte> Data => new(buffer[..Length]);

    /// <summary>What is still to be read.</summary>
    public Memory<byte> Rest => buffer[Length..];

    public void Start(long offset)
    {
        Offset = offset;
        Length = 0;
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
