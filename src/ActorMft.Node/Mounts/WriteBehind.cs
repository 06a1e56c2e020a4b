using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>
/// Lets writes to a remote file go on while earlier ones are on the way, up to a limit. A write that failed is told at the next write, and
/// at every wait for all of them; nothing is written after it. One caller at a time.
/// </summary>
internal sealed class WriteBehind(ISftpFile file, MemoryBudget memory)
{
    private const int Window = 8 * 1024 * 1024;
    private const int ChunkSize = 1024 * 1024;

    private readonly Queue<Chunk> _chunks = new();
    private long _inFlight;
    private long _start;
    private long _end;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A write failed: the remote file isn't what was sent.</summary>
    public bool HasFailed => _failure is not null;

    public async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        if (_chunks.Count > 0 && offset < _end && offset + data.Length > _start)
        {
            // The server may take writes in any order; of two to the same place the later one counts.
            await DrainAsync(cancellationToken);
        }

        while (data.Length > 0)
        {
            var length = (int)Math.Min(data.Length, ChunkSize);
            while (_chunks.TryPeek(out var oldest) && (oldest.Writing.IsCompleted || _inFlight + length > Window))
            {
                await TakeAsync(cancellationToken);
            }

            _failure?.Throw();
            var chunk = data.Slice(0, length);
            if (memory.TryTake(length))
            {
                Start(offset, chunk, length);
            }
            else
            {
                await file.WriteAsync(offset, chunk, cancellationToken);
            }

            data = data.Slice(chunk.End);
            offset += length;
        }
    }

    /// <summary>Waits until the remote has confirmed every write.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (_chunks.Count > 0)
        {
            await TakeAsync(cancellationToken);
        }

        _failure?.Throw();
    }

    /// <summary>Waits until nothing is on the way any more, whatever became of it.</summary>
    public async ValueTask SettleAsync()
    {
        while (_chunks.Count > 0)
        {
            await TakeAsync(CancellationToken.None);
        }
    }

    private void Start(long offset, ReadOnlySequence<byte> data, int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        data.CopyTo(buffer);
        _start = _chunks.Count == 0 ? offset : Math.Min(_start, offset);
        _end = _chunks.Count == 0 ? offset + length : Math.Max(_end, offset + length);
        _inFlight += length;
        _chunks.Enqueue(new Chunk(buffer, length, file.WriteAsync(offset, new ReadOnlySequence<byte>(buffer, 0, length), CancellationToken.None).AsTask()));
    }

    private async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var chunk = _chunks.Peek();
        try
        {
            await chunk.Writing.WaitAsync(cancellationToken);
        }
        catch (SftpException exception)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
        }

        _ = _chunks.Dequeue();
        _inFlight -= chunk.Length;
        ArrayPool<byte>.Shared.Return(chunk.Buffer);
        memory.Return(chunk.Length);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Chunk(byte[] Buffer, int Length, Task Writing);
}
