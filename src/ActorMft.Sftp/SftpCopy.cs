using System.Buffers;
using ActorMft.Sftp.Client;

namespace ActorMft.Sftp;

/// <summary>Copies content between any two open files (local, remote, either way), several blocks at a time.</summary>
public static class SftpCopy
{
    /// <summary>Blocks on the way at most: 8 MiB of content.</summary>
    private const int Depth = 32;

    private const int BlockSize = SftpLimits.MaxData;

    /// <summary>
    /// Copies from <paramref name="offset"/> (bytes) to the source's end, to the same offset of the target. Neither file is flushed or closed.
    /// Blocks are written in their order, so that of a broken copy only the last 8 MiB can have a gap.
    /// </summary>
    /// <param name="progress">Called with the end of the unbroken run of bytes the target has taken, offset included. Must be quick.</param>
    /// <returns>Where the copy ended, in bytes from the start of the file.</returns>
    public static async Task<long> CopyAsync(ISftpFile source, ISftpFile target, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        var reads = new Queue<Task<Block>>();
        var writes = new Queue<Task<Block>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var next = offset;
            var isEndKnown = false;
            while (true)
            {
                while (!isEndKnown && reads.Count + writes.Count < Depth)
                {
                    var read = ReadAsync(source, next, stop.Token);
                    reads.Enqueue(read);
                    next += BlockSize;
                    if (read.IsCompleted)
                    {
                        // A local source: reading ahead would only fill memory.
                        break;
                    }
                }

                if (reads.TryPeek(out var oldestRead) && (oldestRead.IsCompleted || writes.Count == 0))
                {
                    var block = await oldestRead;
                    _ = reads.Dequeue();
                    if (isEndKnown || block.Length == 0)
                    {
                        // Behind the end; if the source has grown meanwhile, a block from there would leave a gap.
                        isEndKnown = true;
                        ArrayPool<byte>.Shared.Return(block.Buffer);
                        continue;
                    }

                    isEndKnown = block.Length < BlockSize;
                    writes.Enqueue(WriteAsync(target, block, stop.Token));
                }
                else if (writes.TryPeek(out var oldestWrite))
                {
                    if (!oldestWrite.IsCompleted && oldestRead is not null)
                    {
                        await Task.WhenAny(oldestRead, oldestWrite);
                        continue;
                    }

                    offset = await TakeWrittenAsync(writes, progress);
                }
                else
                {
                    return offset;
                }

                while (writes.TryPeek(out var written) && (written.IsCompleted || writes.Count == Depth))
                {
                    offset = await TakeWrittenAsync(writes, progress);
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ReturnAsync(reads);
            await ReturnAsync(writes);
        }
    }

    private static async Task<Block> ReadAsync(ISftpFile source, long offset, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var length = 0;
            while (length < BlockSize && await source.ReadAsync(offset + length, buffer.AsMemory(length, BlockSize - length), cancellationToken) is var count and > 0)
            {
                length += count;
            }

            return new Block(buffer, offset, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static async Task<Block> WriteAsync(ISftpFile target, Block block, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(block.Offset, new ReadOnlySequence<byte>(block.Buffer, 0, block.Length), cancellationToken);
            return block;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(block.Buffer);
            throw;
        }
    }

    private static async Task<long> TakeWrittenAsync(Queue<Task<Block>> writes, Action<long>? progress)
    {
        var block = await writes.Peek();
        _ = writes.Dequeue();
        ArrayPool<byte>.Shared.Return(block.Buffer);
        var end = block.Offset + block.Length;
        progress?.Invoke(end);
        return end;
    }

    // A block that failed has given its buffer back itself.
    private static async Task ReturnAsync(Queue<Task<Block>> blocks)
    {
        await Outstanding.SettleAsync(blocks);
        foreach (var block in blocks.Where(block => block.IsCompletedSuccessfully))
        {
            ArrayPool<byte>.Shared.Return((await block).Buffer);
        }
    }

    private sealed record Block(byte[] Buffer, long Offset, int Length);
}
